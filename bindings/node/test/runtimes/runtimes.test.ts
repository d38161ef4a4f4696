import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, transformSync, type BuildOptions } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clean, installed, pack, platform, run, type Ended } from '../package/install.js';
import { run as inPackage } from '../process/run.js';
import { snake, text, VECTORS } from '../vectors.js';
import type { Answer } from './visit.js';

/** Programs by the runtime's name; `cargo xtask test node` installs them where the platform has them. */
const PROGRAMS = JSON.parse(process.env['AUTOFIX_RUNTIMES'] ?? '{}') as Record<string, string>;

const ALL = VECTORS.flatMap(([, vectors]) => vectors);
const NATIVE = { engine: 'native', file: 'index.mjs' };
const PORTABLE = { engine: 'not_supported', file: 'browser.mjs' };

/** How a file is run, and which build of the package the papers promise. */
interface Runtime {
  args: string[];
  promised: typeof NATIVE;
}

const node: Runtime = { args: ['main.mjs'], promised: NATIVE };

/** Runtimes that find the package's file by themselves. */
const PROCESSES: Record<string, Runtime> = {
  node22: node,
  node24: node,
  node26: node,
  bun: { args: ['run', 'main.mjs'], promised: NATIVE },
  // Reading is all that it is allowed: the engine is read from disk, and nothing else is asked for.
  deno: { args: ['run', '--cached-only', '--no-prompt', '--allow-read=.', 'main.mjs'], promised: PORTABLE },
};

let folder: string;

beforeAll(() => {
  folder = installed(pack());
  const visit = readFileSync(new URL('visit.ts', import.meta.url), 'utf8');
  writeFileSync(join(folder, 'visit.mjs'), transformSync(visit, { loader: 'ts', format: 'esm' }).code);
  writeFileSync(join(folder, 'vectors.mjs'), `export default ${JSON.stringify(ALL.map(({ files, log }) => ({ files, log })))};\n`);
});

afterAll(clean);

/** The same for every runtime: it ended by itself, complained of nothing, and answered as the vectors say. */
function check({ status, stdout, stderr }: Ended, engine: string): void {
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const answer = JSON.parse(stdout) as Answer;
  expect(answer.engine).toBe(engine);
  expect(answer.own).toEqual({ by: 'flags', text: 'beta\ndark_mode\n', heard: ['flags.txt'] });
  expect(answer.reports.length).toBe(ALL.length);
  for (const [at, { name, expected }] of ALL.entries()) expect(text(snake(answer.reports[at])), name).toBe(text(expected));
}

test('every runtime that this platform has is there', () => {
  const names = [...Object.keys(PROCESSES), 'workerd'].sort();
  expect(Object.keys(PROGRAMS).sort(), 'run `cargo xtask test node`').toEqual(platform() === 'linux-x64-gnu' ? names : []);
});

const there = Object.entries(PROCESSES).filter(([name]) => PROGRAMS[name] !== undefined);

describe('the package by its name', () => {
  test.each(there)('%s', { timeout: 60_000 }, (name, { args, promised }) => {
    writeFileSync(
      join(folder, 'main.mjs'),
      "import { visit } from './visit.mjs'; import vectors from './vectors.mjs';\nconsole.log(import.meta.resolve('@autofix/sdk'));\nconsole.log(await visit(vectors));\n",
    );
    const ended = run(folder, PROGRAMS[name] ?? '', args);
    const [file = '', ...rest] = ended.stdout.split('\n');
    expect(file, ended.stderr).toMatch(new RegExp(`/@autofix/sdk/dist/${promised.file}$`));
    check({ ...ended, stdout: rest.join('\n') }, promised.engine);
  });
});

/** Bundles as the runtime's own tool does: its conditions, and the engine as a file beside the script. */
async function bundle(script: string, conditions: string[], options: BuildOptions): Promise<void> {
  const head = `import { initialize } from '@autofix/sdk'; import engine from '@autofix/sdk/autofix.wasm';
    import { visit } from './visit.mjs'; import vectors from './vectors.mjs';`;
  const { metafile } = await build({
    ...options,
    stdin: { contents: `${head}\n${script}`, resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    conditions,
    loader: { '.wasm': 'copy' },
    assetNames: 'engine',
    metafile: true,
    logLevel: 'error',
  });
  expect(Object.keys(metafile.inputs)).toContain(`node_modules/@autofix/sdk/dist/${PORTABLE.file}`);
}

describe('bundled, with the engine handed over', () => {
  const WORKERD = PROGRAMS['workerd'];

  test.runIf(WORKERD !== undefined)('workerd', { timeout: 60_000 }, async () => {
    const script = 'export default { async test() { await initialize(engine); console.log(await visit(vectors)); } };';
    await bundle(script, ['workerd', 'worker', 'browser'], { format: 'esm', outfile: join(folder, 'workerd/worker.js') });
    copyFileSync(new URL('workerd.capnp', import.meta.url), join(folder, 'workerd/workerd.capnp'));
    const ended = run(folder, WORKERD ?? '', ['test', 'workerd/workerd.capnp']);
    // It tells there which tests it ran.
    const stderr = ended.stderr.replaceAll(/^.* debug: \[ (?:TEST|PASS) \] .*\n/gm, '');
    check({ ...ended, stderr }, PORTABLE.engine);
  });

  test('a runtime of the edge', { timeout: 60_000 }, async () => {
    const script = 'globalThis.answer = initialize(engine).then(() => visit(vectors));';
    await bundle(script, ['edge-light', 'worker', 'browser'], { format: 'cjs', outfile: join(folder, 'edge/worker.js') });
    // As Next.js does it: the module is compiled outside, and is what the bundle's import answers.
    const host = `
      import { EdgeVM } from '@edge-runtime/vm';
      import { readFileSync } from 'node:fs';
      const read = (name) => readFileSync(${JSON.stringify(join(folder, 'edge'))} + '/' + name);
      const engine = await WebAssembly.compile(read('engine.wasm'));
      const vm = new EdgeVM({ extend: (context) => Object.assign(context, { module: {}, require: () => engine }) });
      vm.evaluate(read('worker.js').toString());
      console.log(await vm.evaluate('answer'));`;
    check(inPackage(host), PORTABLE.engine);
  });
});
