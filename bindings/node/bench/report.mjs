/**
 * The package beside @sentry in one run: cost of a captured exception, cost of starting, size in the
 * browser. CPU time, not wall time; every process is fresh; the tools take turns; the best of the rounds
 * counts, for both. Then the size of the engine, and what a call through the binding adds to the same call
 * in Rust, where AUTOFIX_BENCH names the finished `autofix-bench`.
 *
 *   npm ci --prefix bench && node bench/report.mjs
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'autofix-bench-'));
const ROUNDS = Number(process.env.ROUNDS ?? 7);

/** Other work on the machine only ever adds to a figure. */
const best = (numbers) => Math.min(...numbers);

const capture = (init, body, flush) => `
  ${init}
  // Eleven frames, four of them of the app, and no message twice.
  const layers = require('node:vm').runInThisContext(
    '(function next(n, f) { return n === 0 ? f() : next(n - 1, f); })', { filename: '/srv/app/node_modules/express/lib/router/layer.js' });
  let made = 0;
  const fail = () => { throw new TypeError("Cannot read properties of undefined (reading 'item" + (made++) + "')"); };
  const app = (n) => (n === 0 ? layers(5, fail) : app(n - 1));
  Error.stackTraceLimit = 11;
  const one = () => { try { app(4); } catch (error) { return error; } };
  (async () => {
    const BATCH = 50;
    const round = async (batches) => {
      let cpu = 0;
      for (let i = 0; i < batches; i += 1) {
        const errors = Array.from({ length: BATCH }, one);
        const begun = process.cpuUsage();
        for (const error of errors) ${body};
        await ${flush};
        const used = process.cpuUsage(begun);
        cpu += used.user + used.system;
      }
      return cpu / (batches * BATCH);
    };
    await round(100);
    console.log(await round(60));
    process.exit(0);
  })();`;

const sentry = JSON.stringify(require.resolve('@sentry/node'));
const sdk = JSON.stringify(join(here, '../dist/index.cjs'));
const INIT = {
  autofix: `const { AutoFix } = require(${sdk});
    const autofix = new AutoFix({ files: {}, reporting: { transport: () => {}, handlers: { uncaughtException: true, unhandledRejection: true, console: true } } });`,
  sentry: `const Sentry = require(${sentry});
    Sentry.init({ dsn: 'http://k@127.0.0.1:9/1', transport: () => ({ send: async () => ({}), flush: async () => true }) });`,
};

function node(script) {
  const file = join(folder, 'run.cjs');
  writeFileSync(file, script);
  const ended = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(ended.stderr);
  return Number(ended.stdout.trim().split('\n').at(-1));
}

/** A small error, as the bindings and Rust are given it. */
const ERROR = { message: 'TypeError: the cart is empty', stack: 'TypeError: the cart is empty\n    at total (/srv/app/cart.js:3:9)' };

/** Nanoseconds of a call through the binding, on this thread: the engine's own work and the way there. */
const binding = `
  const { Client } = require(${JSON.stringify(join(here, '../native.cjs'))});
  const client = new Client('{}', { 'server.js': '' }, []);
  const error = ${JSON.stringify(ERROR)};
  const calls = (count) => { const begun = process.hrtime.bigint(); for (let i = 0; i < count; i += 1) JSON.parse(client.reportNow(JSON.stringify(error))); return Number(process.hrtime.bigint() - begun) / count; };
  calls(2000);
  let best = Infinity;
  for (let i = 0; i < 15; i += 1) best = Math.min(best, calls(2000));
  console.log(best);`;

function inRust() {
  const program = process.env.AUTOFIX_BENCH;
  if (program === undefined) return undefined;
  const { message, stack } = ERROR;
  const ended = spawnSync(program, ['report', JSON.stringify({ message, stack_trace: stack })], { encoding: 'utf8' });
  if (ended.status !== 0) throw new Error(ended.stderr);
  return Number(ended.stdout);
}

const startup = (init) =>
  `${init}\nconst { user, system } = process.cpuUsage(); console.log((user + system) / 1000); process.exit(0);`;

async function size(contents) {
  const built = await build({
    stdin: { contents, resolveDir: here },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    splitting: true,
    outdir: 'out',
    external: ['*/wasm/autofix.js', '*/wasm/base.js'],
    logLevel: 'error',
  });
  // What a page loads at once: the entry. The others are fetched with the engine.
  const bytes = built.outputFiles.find(({ path }) => path.endsWith('stdin.js')).contents;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  return { minified: bytes.length, brotli: brotliCompressSync(bytes, quality).length };
}

try {
  const cost = { autofix: [], sentry: [] };
  const start = { bare: [], autofix: [], sentry: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    cost.autofix.push(node(capture(INIT.autofix, 'autofix.captureException(error)', 'autofix.flush()')));
    cost.sentry.push(node(capture(INIT.sentry, 'Sentry.captureException(error)', 'Sentry.flush()')));
    start.bare.push(node(startup('')));
    start.autofix.push(node(startup(INIT.autofix)));
    start.sentry.push(node(startup(INIT.sentry)));
  }
  const bare = best(start.bare);
  const sizes = {
    autofix: await size(
      `import AutoFix from '../dist/browser.mjs';
       globalThis.autofix = new AutoFix({ reporting: { handlers: { error: true, unhandledRejection: true, network: true } } });`,
    ),
    sentry: await size(`import { init } from '@sentry/browser'; init({ dsn: 'https://k@example.org/1' });`),
  };

  const line = (what, unit, ours, theirs, digits) => ({
    what,
    unit,
    autofix: Number(ours.toFixed(digits)),
    sentry: Number(theirs.toFixed(digits)),
    ratio: Number((theirs / ours).toFixed(1)),
  });
  const rows = [
    line('captured exception, transport drops', 'us CPU', best(cost.autofix), best(cost.sentry), 1),
    line('require and init, above bare node', 'ms CPU', best(start.autofix) - bare, best(start.sentry) - bare, 1),
    line('browser entry, minified', 'bytes', sizes.autofix.minified, sizes.sentry.minified, 0),
    line('browser entry, brotli', 'bytes', sizes.autofix.brotli, sizes.sentry.brotli, 0),
  ];
  console.table(rows);
  const engine = ['autofix', 'base', 'reader'].map((name) => {
    const wasm = readFileSync(join(here, `../dist/wasm/${name}_bg.wasm`));
    return { name, raw: wasm.length, gzip: gzipSync(wasm, { level: 9 }).length, brotli: brotliCompressSync(wasm).length };
  });
  console.log('modules of browsers, bytes:');
  console.table(engine);
  const report = { binding: Math.round(node(binding)), rust: inRust() };
  console.log(
    'a small report, ns:',
    report.rust === undefined ? `${report.binding} through the binding (AUTOFIX_BENCH is not set)` : { ...report, added: report.binding - report.rust },
  );
  console.log(JSON.stringify({ node: process.version, rounds: ROUNDS, rows, engine, report }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
