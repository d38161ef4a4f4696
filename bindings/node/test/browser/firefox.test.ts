import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Report } from '../../js/report/index.js';
import { CORS, FILES } from '../project.js';
import { launchFirefox, serve } from './browsers.js';

let servers: Server[];
let app: string;
let api: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  const served = await serve({ sdk: 'dist' });
  app = served.url;
  // The other origin allows nobody.
  const other = createServer((_request, response) => response.end('{}'));
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  api = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}`;
  servers = [served.server, other];
  browser = await launchFirefox();
});

afterAll(async () => {
  await browser.close();
  for (const server of servers) server.close();
});

/** A page that watches everything, with the package's file from a static server. */
beforeEach(async () => {
  page = await browser.newPage();
  await page.goto(app);
  await page.evaluate(`import('/sdk/browser.mjs').then(({ AutoFix }) => {
    window.reports = [];
    const handlers = { error: true, unhandledRejection: true, securityPolicy: true, network: true, resources: true, console: true };
    const transport = (batch) => { window.reports.push(...batch); };
    window.autofix = new AutoFix({ files: ${JSON.stringify(FILES)}, reporting: { handlers, transport, flushDelay: 0 } });
  })`);
  return () => page.close();
});

/** What is reported of a script of the page itself. */
async function reports(script: string): Promise<Report[]> {
  const text = JSON.stringify(`${script}\n//# sourceURL=${app}/src/app.js`);
  await page.evaluate(`{ const element = document.createElement('script'); element.textContent = ${text}; document.head.append(element); }`);
  await page.evaluate('new Promise((done) => setTimeout(done, 350)).then(() => window.autofix.flush())');
  return JSON.parse(String(await page.evaluate('JSON.stringify(window.reports)'))) as Report[];
}

const refused = (by: string, method: string, path: string): string =>
  `Access to ${by} at '${api}${path}' from origin '${app}' failed (${method}): the browser gives scripts no reason. Either it was blocked by CORS policy, or the server could not be reached.`;

test.each([
  ['an error that nobody caught', 'function render() { null.items; }\nsetTimeout(render);', 'TypeError: can\'t access property "items" of null', 'render'],
  ['a rejection that nobody handled', "function pay() { Promise.reject(new RangeError('too far')); }\npay();", 'RangeError: too far', 'pay'],
])('%s has its words and its place', async (_name, script, message, name) => {
  const [report, ...others] = await reports(script);
  expect(others).toEqual([]);
  expect(report).toMatchObject({ message, context: { handled: false, page: `${app}/` } });
  expect(report?.stack).toContain(`${name}@${app}/src/app.js:1:`);
});

test.each([
  ['fetch', 'PUT', (url: string) => `function load() { return fetch('${url}/items?user=ann', { method: 'PUT' }); }\nload().catch(() => {});`],
  ['fetch', 'GET', (url: string) => `function load() { return fetch('${url}/items?user=ann'); }\nload();`],
  ['XMLHttpRequest', 'POST', (url: string) => `function load() { const r = new XMLHttpRequest(); r.open('post', '${url}/items?user=ann'); r.send('x'); }\nload();`],
])('a refused cross-origin %s is told once, with origin, URL and method (%s)', async (by, method, script) => {
  const [report, ...others] = await reports(script(api));
  expect(others).toEqual([]);
  expect(report?.message).toBe(refused(by, method, '/items?user=*'));
  expect(report?.context).toMatchObject({ origin: app, request: { method, url: `${api}/items?user=*`, by, mode: 'cors' } });
  // The place of the call, and nothing of the reporter's own.
  expect(report?.stack?.split('\n')[1]).toContain(`load@${app}/src/app.js:1:`);
});

test('aborted, invalid and successful calls are none', async () => {
  expect(
    await reports(`const c = new AbortController(); fetch('/sdk/browser.mjs', { signal: c.signal }).catch(() => {}); c.abort();
      fetch('http://[').catch(() => {}); fetch('/', { method: 'T RACE' }).catch(() => {}); fetch('/'); fetch('${api}/x', { mode: 'no-cors' });`),
  ).toEqual([]);
});

test('the engine is loaded, repairs a log, and its events are heard', async () => {
  const answer = await page.evaluate(`(async () => {
    const heard = [];
    for (const name of ['fix_generated', 'fix_applied']) window.autofix.on(name, () => heard.push(name));
    const { fix } = await window.autofix.repairLog(${JSON.stringify(CORS)});
    await window.autofix.applyFix(fix);
    return JSON.stringify([fix.plugin.name, [...new Set(heard)], (await window.autofix.readFile('server.js')).includes("origin: 'http://localhost:5173'")]);
  })()`);
  expect(JSON.parse(String(answer))).toEqual(['cors', ['fix_generated', 'fix_applied'], true]);
});
