/**
 * The reporter beside @sentry in one run: cost of a captured exception, cost of starting, size in the
 * browser. CPU time, not wall time; every process is fresh; the tools take turns; the best of the rounds
 * counts, for both.
 *
 *   npm ci --prefix bench && node bench/report.mjs
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
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

const own = JSON.stringify(join(folder, 'report.cjs'));
const sentry = JSON.stringify(require.resolve('@sentry/node'));
const INIT = {
  autofix: `const { createNodeReporter } = require(${own});
    const reporter = createNodeReporter({ transport: () => {} }, { uncaughtException: true, unhandledRejection: true, console: true });`,
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
    logLevel: 'error',
  });
  const bytes = built.outputFiles[0].contents;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  return { minified: bytes.length, brotli: brotliCompressSync(bytes, quality).length };
}

try {
  await build({
    entryPoints: [join(here, '../js/report/node.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: join(folder, 'report.cjs'),
    logLevel: 'error',
  });

  const cost = { autofix: [], sentry: [] };
  const start = { bare: [], autofix: [], sentry: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    cost.autofix.push(node(capture(INIT.autofix, 'reporter.captureException(error)', 'reporter.flush()')));
    cost.sentry.push(node(capture(INIT.sentry, 'Sentry.captureException(error)', 'Sentry.flush()')));
    start.bare.push(node(startup('')));
    start.autofix.push(node(startup(INIT.autofix)));
    start.sentry.push(node(startup(INIT.sentry)));
  }
  const bare = best(start.bare);
  const sizes = {
    autofix: await size(
      `import { createBrowserReporter } from '../js/report/browser/index.ts';
       createBrowserReporter({ transport: () => {} }, { error: true, unhandledRejection: true, network: true });`,
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
  console.log(JSON.stringify({ node: process.version, rounds: ROUNDS, rows }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
