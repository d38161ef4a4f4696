import { expect, test } from 'vitest';
import { analyzeLog, classify } from '@autofix/sdk/reader';

const REFUSED =
  "Access to fetch at 'http://localhost:4000/api' from origin 'http://localhost:5173' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";

test('a page reads errors without the engine', async () => {
  const report = await analyzeLog(`${REFUSED}\n`);
  expect(report.lines).toBe(1);
  expect(report.issues[0]).toMatchObject({ type: 'cors_error', count: 1 });
  const issue = await classify({ message: 'x is not a function', stack: 'TypeError: x is not a function\n    at f (http://localhost/a.js:3:1)' });
  expect(issue).toMatchObject({ type: 'runtime_error', frames: [{ line: 3, function: 'f', inApp: true }] });
});
