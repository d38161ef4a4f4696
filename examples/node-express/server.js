// Every error of a request becomes an issue, and the console says what would repair it.

import AutoFix from '@autofix/sdk';
import { autofixErrorHandler, autofixRequestHandler } from '@autofix/sdk/express';
import express from 'express';

const autofix = new AutoFix({
  root: import.meta.dirname,
  environment: process.env.NODE_ENV ?? 'development',
  reporting: { handlers: { uncaughtException: true, unhandledRejection: true } },
});

autofix.on('issue_reported', (issue) => {
  console.log(`${issue.type}: ${issue.message}`);
  void autofix.generateFix(issue).then(({ fix, rejections }) => {
    console.log(fix === null ? rejections.map(({ reason }) => reason).join('\n') : fix.changes.map(({ diff }) => diff).join('\n'));
  });
});

const app = express();
app.use(autofixRequestHandler(autofix));

app.get('/', (req, res) => {
  res.json({ ok: true });
});

app.get('/broken', () => {
  throw new Error('the order 7 has no customer');
});

app.get('/status', async (req, res) => {
  res.json({ issues: (await autofix.listIssues()).map(({ type, message, count }) => ({ type, message, count })) });
});

app.use(autofixErrorHandler(autofix));

const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`http://localhost:${server.address().port}/broken`);
});
