import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../js/report/index.js';

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'autofix-process-'));
  await build({
    entryPoints: ['js/report/node.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: join(folder, 'report.cjs'),
    logLevel: 'error',
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  status: number | null;
  stderr: string;
  stdout: string;
  reports: Report[];
  how: string[];
}

const ALL = '{ uncaughtException: true, unhandledRejection: true, console: true }';
const SYNC = `syncTransport: (batch) => fs.writeSync(3, JSON.stringify(['sync', batch]) + '\\n'),`;

/** Runs a script in a process of its own; reports come through a pipe beside its output. */
function run(script: string, { handlers = ALL, options = SYNC, flags = [] as string[], reporting = true } = {}): Ended {
  const head = reporting
    ? `const fs = require('node:fs');
       const { createNodeReporter } = require(${JSON.stringify(join(folder, 'report.cjs'))});
       const reporter = createNodeReporter({
         transport: async (batch) => { fs.writeSync(3, JSON.stringify(['async', batch]) + '\\n'); },
         ${options}
       }, ${handlers});`
    : 'const reporter = { captureMessage() {}, captureException() {}, flush: async () => true, close: async () => true };';
  const ended = spawnSync(process.execPath, [...flags, '-e', `${head.replaceAll('\n', ' ')}\n${script}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: 20_000,
    env: { PATH: process.env['PATH'] ?? '' },
  });
  const lines = (ended.output[3] ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as [string, Report[]]);
  return {
    status: ended.status,
    stdout: ended.stdout,
    stderr: ended.stderr.replaceAll(/\(node:\d+\)/g, '(node)'),
    reports: lines.flatMap(([, batch]) => batch),
    how: lines.map(([how]) => how),
  };
}

const late = 'setTimeout(() => console.log("went on"), 50);';
const ends: [string, string, string[]][] = [
  ['an exception', 'throw new TypeError("boom");', []],
  ['an exception later', `${late} setImmediate(() => { throw new TypeError("boom"); });`, []],
  ['a rejection', `${late} Promise.reject(new TypeError("boom"));`, []],
  ['a rejection, --unhandled-rejections=strict', `${late} Promise.reject(new TypeError("boom"));`, ['--unhandled-rejections=strict']],
  ['a rejection, --unhandled-rejections=warn', `${late} Promise.reject(new TypeError("boom"));`, ['--unhandled-rejections=warn']],
  ['a rejection, --unhandled-rejections none', `${late} Promise.reject(new TypeError("boom"));`, ['--unhandled-rejections', 'none']],
  ['a rejection that the program listens to', `${late} process.on('unhandledRejection', (e) => console.log('heard', e.message)); Promise.reject(new TypeError("boom"));`, []],
  ['an exception that the program listens to', `${late} process.on('uncaughtException', (e) => console.log('heard', e.message)); setImmediate(() => { throw new TypeError("boom"); });`, []],
];

describe('the process ends as it would without', () => {
  test.each(ends)('%s', (_name, script, flags) => {
    const plain = run(script, { flags, reporting: false });
    const watched = run(script, { flags });
    // The script itself is on the first line of a crash, and so is ours.
    const comparable = ({ stderr }: Ended): string => stderr.replaceAll(/\[eval\]:\d+(:\d+)?/g, '[eval]');
    expect([watched.status, watched.stdout, comparable(watched)]).toEqual([plain.status, plain.stdout, comparable(plain)]);
    expect(watched.reports).toMatchObject([{ message: 'TypeError: boom', count: 1, context: { handled: false } }]);
  });

  test.each(ends)('%s, with everything switched off', (_name, script, flags) => {
    expect(run(script, { flags, handlers: '{}' }).reports).toEqual([]);
  });

  test('a listener that goes takes ours along', () => {
    const script = `const f = () => {}; process.on('unhandledRejection', f); process.off('unhandledRejection', f);
      console.log(process.listenerCount('unhandledRejection')); Promise.reject(new Error('boom')); ${late}`;
    expect(run(script)).toMatchObject({ status: 1, stdout: '0\n', reports: [{ message: 'Error: boom' }] });
  });

  test('a rejection without an error', () => {
    const { status, reports } = run('Promise.reject({ code: 7 });');
    expect(status).toBe(1);
    expect(reports).toHaveLength(1);
  });
});

describe('the last report', () => {
  test('leaves before an idle process exits, which is not kept alive', () => {
    const begun = Date.now();
    const { status, reports, how } = run('reporter.captureMessage("idle");', { options: `${SYNC} flushDelay: 60000,` });
    expect({ status, how, reports }).toMatchObject({ status: 0, how: ['async'], reports: [{ message: 'idle' }] });
    expect(Date.now() - begun).toBeLessThan(10_000);
  });

  test('leaves synchronously where the program exits', () => {
    const { status, reports, how } = run('reporter.captureMessage("bye"); process.exit(7);');
    expect({ status, how, reports }).toMatchObject({ status: 7, how: ['sync'], reports: [{ message: 'bye' }] });
  });

  test('is tried with the ordinary transport where there is no other', () => {
    expect(run('reporter.captureMessage("bye"); process.exit(0);', { options: '' }).how).toEqual(['async']);
  });

  test('a transport that hangs does not keep the process', () => {
    const { status } = run('reporter.captureMessage("x");', { options: `transport: () => new Promise(() => {}),` });
    expect(status).toBe(0);
  });

  test('can be waited for at the top level', () => {
    const { stdout, status } = run('reporter.captureMessage("x"); reporter.flush(300).then((ok) => console.log(ok));', {
      options: 'transport: () => new Promise(() => {}),',
    });
    expect([status, stdout]).toEqual([0, 'false\n']);
  });
});

test('close takes every listener and wrapper away; wrappers look like what they wrap', () => {
  const { stdout } = run(
    `const names = ['exit', 'beforeExit', 'uncaughtExceptionMonitor', 'unhandledRejection', 'newListener', 'removeListener'];
     const look = () => JSON.stringify([names.map((name) => process.listenerCount(name)), console.error.name, console.error.length, String(console.error), Object.keys(console.error)]);
     const { createNodeReporter } = require(${JSON.stringify(join(folder, 'report.cjs'))});
     const [error, before] = [console.error, look()];
     const own = createNodeReporter({ transport: () => {} }, ${ALL});
     const during = look();
     console.log(console.error !== error, during !== before, during.slice(during.indexOf(']')) === before.slice(before.indexOf(']')));
     own.close().then(() => console.log(console.error === error, look() === before));`,
    { reporting: false },
  );
  expect(stdout).toBe('true true true\ntrue true\n');
});

test('the console prints as before and leaves breadcrumbs', () => {
  const { stderr, reports } = run(
    `console.error('lost %s', 'socket', { a: 1 }); console.warn(new Error('careful').message); console.log('quiet');
     reporter.captureMessage('x');`,
  );
  expect(stderr).toBe('lost socket { a: 1 }\ncareful\n');
  expect(reports[0]?.context['breadcrumbs']).toMatchObject([
    { category: 'console', level: 'error', message: 'lost %s socket [object]' },
    { category: 'console', level: 'warning', message: 'careful' },
  ]);
});
