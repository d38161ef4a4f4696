import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CORS, FILES, REPORT } from '../project.js';
import { launch, serve } from './browsers.js';

let server: Server;
let url: string;
let browser: Browser;
let page: Page;
let failures: string[];
let fetched: string[];

beforeAll(async () => {
  ({ url, server } = await serve({ sdk: 'dist' }));
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

beforeEach(async () => {
  page = await browser.newPage();
  failures = [];
  fetched = [];
  page.on('pageerror', (error) => failures.push(error.message));
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto(url);
  return () => page.close();
});

/** Runs a module in the page that sees the package, the project and the log, and answers its default value. */
async function run(body: string): Promise<unknown> {
  const script = `import('/sdk/browser.mjs').then(async (sdk) => {
    const { AutoFix, FixPlugin } = sdk;
    const [files, report, log] = ${JSON.stringify([FILES, REPORT, CORS])};
    return JSON.stringify((await (async () => { ${body} })()) ?? null);
  })`;
  const plain = await page.evaluate<string>(script);
  expect(failures).toEqual([]);
  return JSON.parse(plain) as unknown;
}

/** The design document's plugin, as it stands there. */
const DOCUMENT = readFileSync(new URL('../package/document/cors-plugin.js', import.meta.url), 'utf8').replace(/^import .*\n/, '');

test('the plugin of the design document yields an applied fix and the events of its life', async () => {
  expect(
    await run(`${DOCUMENT}
      const heard = [];
      const autofix = new AutoFix({ files, plugins: [new CorsFixPlugin()] });
      for (const name of ['issue_reported', 'fix_generated', 'fix_validated', 'fix_applied']) autofix.on(name, () => heard.push(name));
      const { fix } = await autofix.generateFix(await autofix.reportIssue(report));
      const applied = await autofix.applyFix(fix);
      const text = await autofix.readFile('server.js');
      await autofix.rollbackFix(applied.id);
      return [fix.plugin.name, applied.state, text.includes("'https://your-frontend-domain.com'"), await autofix.readFile('server.js') === files['server.js'], [...new Set(heard)]];`),
  ).toEqual(['cors-fix', 'applied', true, true, ['issue_reported', 'fix_generated', 'fix_validated', 'fix_applied']]);
});

test('a plugin that hangs loses its own fix, and the built-in one answers', async () => {
  expect(
    await run(`
      class Hangs extends FixPlugin {
        constructor() { super({ name: 'hangs', version: '1.0.0', supportedErrors: ['cors_error'] }); }
        generateFix() { return new Promise(() => {}); }
      }
      const autofix = new AutoFix({ files, plugins: [new Hangs()], pluginTimeout: 100 });
      const { fix, rejections } = await autofix.generateFix(await autofix.reportIssue(report));
      return [fix.plugin.name, rejections.map(({ plugin, reason }) => [plugin, reason.includes('did not answer within 100 ms')])];`),
  ).toEqual(['cors', [['hangs', true]]]);
});

test('a call that is aborted rejects with its code, before and while it runs, and the next one works', async () => {
  expect(
    await run(`
      class Slow extends FixPlugin {
        constructor() { super({ name: 'slow', version: '1.0.0', supportedErrors: ['cors_error'] }); }
        async generateFix() { await new Promise((done) => setTimeout(done, 50)); controller.abort(); await new Promise((done) => setTimeout(done, 50)); return null; }
      }
      const controller = new AbortController();
      const autofix = new AutoFix({ files, plugins: [new Slow()] });
      const issue = await autofix.reportIssue(report);
      const codes = [];
      for (const signal of [AbortSignal.abort(), controller.signal]) {
        await autofix.generateFix(issue, { signal }).catch((error) => codes.push([error.name, error.code]));
      }
      return [codes, (await autofix.repairLog(log)).status];`),
  ).toEqual([[['AbortError', 'aborted'], ['AbortError', 'aborted']], 'generated']);
});

test('an error that the page captured becomes an issue', async () => {
  expect(
    await run(`
      const autofix = new AutoFix({ files, reporting: { handlers: { error: true }, flushDelay: 0 } });
      autofix.captureException(new TypeError('odd'));
      await autofix.flush();
      return (await autofix.listIssues()).map(({ message }) => message);`),
  ).toEqual(['TypeError: odd']);
});

test('nothing of the engine is fetched before it is needed, and it is fetched once', async () => {
  await run('new AutoFix({ files }); new AutoFix({ files });');
  expect(fetched.filter((path) => path.includes('wasm'))).toEqual([]);
  await run('await Promise.all([new AutoFix({ files }).repairLog(log), new AutoFix({ files }).repairLog(log)]);');
  expect(fetched.filter((path) => path.endsWith('.wasm'))).toEqual(['/sdk/wasm/autofix_bg.wasm']);
});

test.each([
  ['an address', "new URL('/sdk/wasm/autofix_bg.wasm?v=1', location.href)"],
  ['an answer', "await fetch('/sdk/wasm/autofix_bg.wasm?v=1')"],
  ['bytes', "await (await fetch('/sdk/wasm/autofix_bg.wasm?v=1')).arrayBuffer()"],
  ['a compiled module', "await WebAssembly.compileStreaming(fetch('/sdk/wasm/autofix_bg.wasm?v=1'))"],
])('the engine is taken from %s', async (_name, module) => {
  expect(await run(`await sdk.initialize(${module}); return (await new AutoFix({ files }).repairLog(log)).status;`)).toBe('generated');
  expect(fetched.filter((path) => path.endsWith('.wasm'))).toHaveLength(1);
});

test('an engine that could not be fetched is fetched again by the next call', async () => {
  await page.route('**/*.wasm', (route) => route.abort(), { times: 1 });
  expect(
    await run(`
      const autofix = new AutoFix({ files });
      const first = await autofix.repairLog(log).catch((error) => [error.name, error.code]);
      return [first, (await autofix.repairLog(log)).status];`),
  ).toEqual([['AutoFixError', 'engine_unavailable'], 'generated']);
});

test('in a worker of the page', async () => {
  expect(
    await run(`
      const script = "import AutoFix from '" + location.origin + "/sdk/browser.mjs'; onmessage = async ({ data }) => { const r = await new AutoFix({ files: data.files }).repairLog(data.log); postMessage(r.status); };";
      const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), { type: 'module' });
      worker.postMessage({ files, log });
      return new Promise((done) => { worker.onmessage = ({ data }) => done(data); worker.onerror = (event) => done('error: ' + event.message); });`),
  ).toBe('generated');
});
