import { expect, test } from 'vitest';
import { run } from './run.js';

const HEAD = `
  import { AutoFix, FixPlugin } from '@autofix/sdk';
  const files = { 'server.js': 'const express = require("express");\\nconst app = express();\\napp.listen(4000);\\n' };
`;

test('a hundred instances add no listener, print no warning and are collected', () => {
  const { status, stdout, stderr } = run(
    `${HEAD}
    let collected = 0;
    const registry = new FinalizationRegistry(() => { collected += 1; });
    const listeners = () => process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
    const before = listeners();
    async function use() {
      for (let i = 0; i < 100; i += 1) {
        const autofix = new AutoFix({ files });
        registry.register(autofix, i);
        autofix.withScope((scope) => { scope.setContext('i', i); });
        autofix.on('issue_reported', () => {});
        autofix.captureException(new Error('lost ' + i));
        await autofix.flush();
      }
    }
    await use();
    const after = listeners();
    for (let i = 0; i < 50 && collected < 95; i += 1) { gc(); await new Promise((next) => setTimeout(next, 20)); }
    console.log(JSON.stringify({ added: after - before, enough: collected >= 95, collected }));`,
    ['--expose-gc'],
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ added: 0, enough: true });
});

test('two reporters with something waiting share one pair of listeners, and both send before the end', () => {
  const { stdout, status } = run(`${HEAD}
    const make = (name) => new AutoFix({ files, reporting: { flushDelay: 60_000, transport: (batch) => { console.log(name, batch[0].message); } } });
    const before = process.listenerCount('exit');
    const [a, b] = [make('a'), make('b')];
    a.captureException(new Error('one')); b.captureException(new Error('two'));
    console.log(process.listenerCount('exit') - before, process.listenerCount('beforeExit'));`);
  expect({ stdout, status }).toEqual({ stdout: '1 1\na Error: one\nb Error: two\n', status: 0 });
});

test('the process ends when nothing is pending, whatever was listened to', () => {
  const begun = Date.now();
  const { status, stdout } = run(`${HEAD}
    class Idle extends FixPlugin {
      constructor() { super({ name: 'idle', version: '1.0.0', supportedErrors: ['own'] }); }
      generateFix() { return new Promise(() => {}); }
    }
    const autofix = new AutoFix({ files, plugins: [new Idle()], pluginTimeout: 300 });
    autofix.on('fix_generated', () => {});
    const events = autofix.events();
    void events.next();
    const issue = await autofix.reportIssue({ type: 'own', message: 'x' });
    const report = await autofix.generateFix(issue);
    console.log(report.status, report.rejections.length);`);
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'declined 1\n' });
  expect(Date.now() - begun).toBeLessThan(15_000);
});
