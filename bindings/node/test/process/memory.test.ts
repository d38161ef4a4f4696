import { expect, test } from 'vitest';
import { run } from './run.js';

test('24,000 rounds of report and fix hold no more memory than the first ones', { timeout: 180_000 }, () => {
  const { status, stdout, stderr } = run(
    `import { AutoFix } from '@autofix/sdk';
    const autofix = new AutoFix({ files: { 'server.js': 'const express = require("express");\\nconst app = express();\\napp.listen(4000);\\n' } });
    const settle = async () => { for (let i = 0; i < 5; i += 1) { gc(); await new Promise((next) => setTimeout(next, 10)); } return process.memoryUsage().rss; };
    const round = async (count) => {
      for (let i = 0; i < count; i += 1) {
        const issue = await autofix.reportIssue({ type: 'own_error', message: 'flag ' + (i % 50) + ' is unknown', context: { text: 'x'.repeat(200) } });
        await autofix.generateFix(issue);
      }
    };
    await round(4_000);
    const before = await settle();
    await round(20_000);
    const after = await settle();
    console.log(JSON.stringify({ grown: (after - before) / 1e6, before: before / 1e6 }));`,
    ['--expose-gc'],
    170_000,
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const { grown } = JSON.parse(stdout) as { grown: number };
  // A kilobyte lost in each round would be 20 MB.
  expect(grown).toBeLessThan(20);
});
