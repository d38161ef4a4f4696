import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CORS, FILES } from '../project.js';
import { clean, installed, pack, run, type Ended } from './install.js';

const DOCUMENT = resolve(import.meta.dirname, 'document');
const TOOLS = resolve('node_modules');

let tarball: string;
let folder: string;

beforeAll(() => {
  tarball = pack();
  folder = installed(tarball);
});

afterAll(clean);

function node(name: string, text: string, flags: string[] = []): Ended {
  writeFileSync(join(folder, name), text);
  return run(folder, process.execPath, [...flags, name]);
}

const PROJECT = `const files = ${JSON.stringify(FILES)};\nconst log = ${JSON.stringify(CORS)};\n`;

test('it installs alone: no dependency, no script, no other package', () => {
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['@autofix']);
  const manifest = JSON.parse(readFileSync(join(folder, 'node_modules/@autofix/sdk/package.json'), 'utf8')) as Record<string, unknown>;
  expect(manifest['dependencies']).toBeUndefined();
  expect(manifest['optionalDependencies']).toBeUndefined();
  const scripts = Object.keys(manifest['scripts'] as object);
  expect(scripts.filter((name) => /install|prepare/.test(name))).toEqual([]);
  expect(existsSync(join(folder, 'node_modules/@autofix/sdk/js'))).toBe(false);
});

describe('the JavaScript of the design document', () => {
  test('its SDK snippet runs as it stands there', () => {
    copyFileSync(join(DOCUMENT, 'sdk.js'), join(folder, 'sdk.mjs'));
    expect(run(folder, process.execPath, ['sdk.mjs'])).toEqual({ status: 0, stdout: '', stderr: '' });
    const more = node('sdk-more.mjs', `${readFileSync(join(DOCUMENT, 'sdk.js'), 'utf8')}\nconsole.log(status.issues, status.project.environment, status.project.id);`);
    expect(more).toEqual({ status: 0, stdout: '1 production proj_12345\n', stderr: '' });
  });

  test('its plugin repairs a server', () => {
    const plugin = readFileSync(join(DOCUMENT, 'cors-plugin.js'), 'utf8');
    const ended = node(
      'plugin.mjs',
      `${plugin}\nimport AutoFix from '@autofix/sdk';\n${PROJECT}
      const autofix = new AutoFix({ files, plugins: [new CorsFixPlugin()] });
      const { fix } = await autofix.repairLog(log);
      await autofix.applyFix(fix);
      console.log(fix.plugin.name, fix.plugin.version);
      console.log(await autofix.readFile('server.js'));`,
    );
    expect(ended.stderr).toBe('');
    expect(ended.stdout).toMatch(/^cors-fix 1\.0\.0\n/);
    expect(ended.stdout).toContain("const app = express();\n// CORS 配置\napp.use(cors({\n  origin: [\n    'http://localhost:3000',");
  });
});

test('CommonJS', () => {
  const ended = node(
    'common.cjs',
    `const { AutoFix, FixPlugin, AutoFixError, default: Default } = require('@autofix/sdk');\n${PROJECT}
    new AutoFix({ files }).repairLog(log).then((report) => console.log(report.status, Default === AutoFix, typeof FixPlugin, typeof AutoFixError,
      typeof require('@autofix/sdk/express').autofixErrorHandler));`,
  );
  expect(ended).toEqual({ status: 0, stdout: 'generated true function function function\n', stderr: '' });
});

test('worker threads, several at once, beside the main one', () => {
  const ended = node(
    'threads.mjs',
    `import AutoFix from '@autofix/sdk'; import { Worker, isMainThread, parentPort } from 'node:worker_threads';\n${PROJECT}
    const repair = async () => { const autofix = new AutoFix({ files }); autofix.on('fix_generated', () => {}); return (await autofix.repairLog(log)).status; };
    if (isMainThread) {
      const threads = Array.from({ length: 4 }, () => new Promise((done, fail) => { const w = new Worker(new URL(import.meta.url)); w.on('message', done); w.on('error', fail); }));
      console.log(await repair(), ...(await Promise.all(threads)));
    } else parentPort.postMessage(await repair());`,
  );
  expect(ended).toEqual({ status: 0, stdout: 'generated generated generated generated generated\n', stderr: '' });
});

test('publint and attw find nothing', { timeout: 120_000 }, () => {
  const publint = run('.', process.execPath, [join(TOOLS, 'publint/src/cli.js'), tarball, '--strict']);
  expect(publint.stdout + publint.stderr).toContain('All good!');
  // Resolution of before 2020 knows no `exports`, so it finds no entry but the main one.
  const attw = run('.', process.execPath, [join(TOOLS, '@arethetypeswrong/cli/dist/index.js'), tarball, '--profile', 'node16', '--exclude-entrypoints', './autofix.wasm', './reader']);
  expect(attw).toMatchObject({ status: 0 });
});

describe('the types', () => {
  const cases: [string, string[]][] = [
    ['nodenext', ['--module', 'nodenext', '--moduleResolution', 'nodenext']],
    ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
    ['a bundler of a page', ['--module', 'esnext', '--moduleResolution', 'bundler', '--customConditions', 'browser']],
  ];
  test.each(cases)('under --strict, %s', { timeout: 60_000 }, (_name, flags) => {
    cpSync(resolve(import.meta.dirname, '../types'), join(folder, 'types'), { recursive: true });
    const args = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--target', 'es2022', '--lib', 'es2023,dom,dom.iterable'];
    const tsc = run(folder, process.execPath, [join(TOOLS, 'typescript/bin/tsc'), ...args, ...flags, 'types/usage.mts']);
    expect(tsc).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
