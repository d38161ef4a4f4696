import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BrowserHandlers } from '../../js/report/browser/index.js';
import type { Report } from '../../js/report/index.js';
import { launch } from './browsers.js';

declare global {
  interface Window {
    Report: typeof import('../../js/report/browser/index.js');
    reporter: import('../../js/report/index.js').Reporter;
    reports: Report[];
    nativeFetch: typeof fetch;
    heard: string[];
  }
}

const ALL: BrowserHandlers = { error: true, unhandledRejection: true, securityPolicy: true, network: true, resources: true, console: true };

const servers: Server[] = [];
let browser: Browser;
let page: Page;
let app: string;
let api: string;
let dead: string;

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

beforeAll(async () => {
  const built = await build({
    entryPoints: ['js/report/browser/index.ts'],
    bundle: true,
    format: 'iife',
    globalName: 'Report',
    write: false,
    logLevel: 'error',
  });
  const script = built.outputFiles[0]?.text ?? '';
  // The app's server; its pages know the origin of the other one, which allows nobody.
  app = await serve((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    if (pathname === '/report.js') {
      response.setHeader('content-type', 'text/javascript').end(script);
    } else if (pathname === '/' || pathname === '/policy') {
      if (pathname === '/policy') response.setHeader('content-security-policy', "default-src 'self' 'unsafe-inline'; connect-src 'self'");
      response.setHeader('content-type', 'text/html').end('<!doctype html><link rel="icon" href="data:,"><script src="/report.js"></script>');
    } else if (pathname === '/break') {
      request.socket.destroy();
    } else {
      response.statusCode = pathname === '/ok' ? 200 : 404;
      response.end('{}');
    }
  });
  api = await serve((request, response) => {
    if (request.url?.startsWith('/open') === true) response.setHeader('access-control-allow-origin', '*');
    response.statusCode = request.url === '/open/teapot' ? 418 : 200;
    response.end('{}');
  });
  const gone = createServer();
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
  dead = `http://127.0.0.1:${String((gone.address() as AddressInfo).port)}`;
  await new Promise((resolve) => gone.close(resolve));
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  for (const server of servers) server.close();
});

beforeEach(async () => {
  page = await browser.newPage();
  return () => page.close();
});

async function visit(path = '/', handlers: BrowserHandlers = ALL): Promise<void> {
  await page.goto(app + path);
  await page.evaluate((wanted) => {
    window.nativeFetch = window.fetch;
    window.reports = [];
    window.heard = [];
    window.addEventListener('unhandledrejection', (event) => window.heard.push(String(event.reason)));
    window.reporter = window.Report.createBrowserReporter(
      {
        transport: (batch) => {
          window.reports.push(...batch);
        },
        flushDelay: 0,
      },
      wanted,
    );
  }, handlers);
}

/** Lets the page settle, then answers what was reported. */
async function reports(): Promise<Report[]> {
  await page.waitForTimeout(350);
  return page.evaluate(async () => {
    await window.reporter.flush();
    return window.reports;
  });
}

/** Runs a script of the page itself, so that the browser treats it as such. */
async function run(script: string): Promise<void> {
  await page.evaluate((text) => {
    const element = document.createElement('script');
    element.textContent = text;
    document.head.append(element);
  }, `${script}\n//# sourceURL=${app}/src/app.js`);
}

describe('calls that fail', () => {
  const refused = (by: string, method: string, path: string): string =>
    `Access to ${by} at '${api}${path}' from origin '${app}' failed (${method}): the browser gives scripts no reason. Either it was blocked by CORS policy, or the server could not be reached.`;

  test('a refused cross-origin call is told with origin, URL and method', async () => {
    await visit();
    await run(`async function load() { try { await fetch('${api}/items?user=ann'); } catch (error) { window.heard.push(String(error)); } } load();`);
    const [report, ...others] = await reports();
    expect(others).toEqual([]);
    expect(report?.message).toBe(refused('fetch', 'GET', '/items?user=*'));
    expect(report?.context).toMatchObject({
      origin: app,
      request: { method: 'GET', url: `${api}/items?user=*`, by: 'fetch', mode: 'cors', answeredBefore: false },
    });
    // The place of the call, and nothing of the reporter's own.
    expect(report?.stack?.split('\n').slice(1)[0]).toMatch(/at load \(.*\/src\/app\.js:1:\d+\)/);
    expect(await page.evaluate(() => window.heard)).toEqual(['TypeError: Failed to fetch']);
  });

  test('with a preflight, by Request, relative and absolute', async () => {
    await visit();
    await run(`fetch(new Request('${api}/a', { method: 'PUT', headers: { 'x-token': '1' } })).catch(() => {});`);
    expect((await reports()).map(({ message }) => message)).toEqual([refused('fetch', 'PUT', '/a')]);
  });

  test('by XMLHttpRequest', async () => {
    await visit();
    await run(`function load() { const r = new XMLHttpRequest(); r.open('post', '${api}/b'); r.onerror = () => window.heard.push('onerror'); r.send('x'); }\nload();`);
    const [report, ...others] = await reports();
    expect(others).toEqual([]);
    expect(report?.message).toBe(refused('XMLHttpRequest', 'POST', '/b'));
    expect(report?.stack?.split('\n')[1]).toMatch(/at load \(.*\/src\/app\.js:1:\d+\)/);
    expect(await page.evaluate(() => window.heard)).toEqual(['onerror']);
  });

  test('a server that is down looks the same to scripts, and the words do not pretend otherwise', async () => {
    await visit();
    await run(`fetch('${dead}/a').catch(() => {});`);
    const [report] = await reports();
    expect(report?.message).toBe(refused('fetch', 'GET', '/a').replace(api, dead));
  });

  test('an origin that answered before is known', async () => {
    await visit();
    await run(`fetch('${api}/open').then(() => fetch('${api}/shut')).catch(() => {});`);
    expect(await reports()).toMatchObject([{ context: { request: { url: `${api}/shut`, answeredBefore: true } } }]);
  });

  test('on the own origin, CORS is not named', async () => {
    await visit();
    await run(`fetch('/break').catch(() => {});`);
    const [report] = await reports();
    expect(report?.message).toBe(
      `Failed to fetch '${app}/break' from origin '${app}' (GET): the browser gives scripts no reason; the server could not be reached, or broke off.`,
    );
  });

  test('aborted, invalid and successful calls are none', async () => {
    await visit();
    await run(`const c = new AbortController(); fetch('/ok', { signal: c.signal }).catch(() => {}); c.abort();
      fetch('http://[').catch(() => {}); fetch('/ok', { method: 'T RACE' }).catch(() => {}); fetch('/ok'); fetch('${api}/open'); fetch('${api}/x', { mode: 'no-cors' });`);
    expect(await reports()).toEqual([]);
  });

  test('statuses leave breadcrumbs', async () => {
    await visit();
    await run(`fetch('/nope?x=1').then(() => fetch('${api}/open/teapot')).then(() => window.reporter.captureMessage('now'));`);
    const [report] = await reports();
    expect(report?.context['breadcrumbs']).toMatchObject([
      { category: 'http', message: `GET ${app}/nope?x=* 404 (Not Found)` },
      { category: 'http', message: `GET ${api}/open/teapot 418 (no reason given)` },
    ]);
  });

  test('statuses are reported where the program asks for it, ignored URLs and the transport never', async () => {
    await page.goto(app);
    await page.evaluate((origin) => {
      window.reports = [];
      window.reporter = window.Report.createBrowserReporter(
        {
          flushDelay: 0,
          transport: async (batch) => {
            window.reports.push(...batch);
            await fetch(`${origin}/collector`);
          },
        },
        { network: { failedStatus: (status) => status === 404, ignoreUrls: ['/quiet', /silent$/] } },
      );
    }, api);
    await run(`fetch('/nope').then(() => fetch('/quiet')).then(() => fetch('/silent')).then(() => fetch('${api}/quiet/too')).catch(() => {});`);
    await page.waitForTimeout(600);
    expect((await page.evaluate(() => window.reports)).map(({ message }) => message)).toEqual([`GET ${app}/nope 404 (Not Found)`]);
  });

  test('the wrapper is invisible', async () => {
    await visit();
    const seen = await page.evaluate(async (origin) => {
      const native = window.nativeFetch;
      const error: unknown = await window.fetch(`${origin}/x`).catch((reason: unknown) => reason);
      const illegal: unknown = await Promise.resolve()
        .then(() => window.fetch.call({} as Window, '/ok'))
        .catch((reason: unknown) => reason);
      const answer = await window.fetch('/ok');
      return {
        wrapped: window.fetch !== native,
        same: [window.fetch.name, window.fetch.length, window.fetch.toString(), String(window.fetch)],
        native: [native.name, native.length, native.toString(), String(native)],
        text: Function.prototype.toString.call(window.fetch).includes('[native code]'),
        promise: Object.getPrototypeOf(window.fetch('/ok')) === Promise.prototype,
        error: error instanceof TypeError && error.message,
        illegal: String(illegal),
        answer: answer instanceof Response && answer.status,
        open: XMLHttpRequest.prototype.open.toString(),
      };
    }, api);
    expect(seen.wrapped).toBe(true);
    expect(seen.same).toEqual(seen.native);
    expect(seen).toMatchObject({ text: true, promise: true, error: 'Failed to fetch', answer: 200 });
    expect(seen.illegal).toContain('Illegal invocation');
    expect(seen.open).toBe('function open() { [native code] }');
  });

  test('a rejection that nobody handles is still one, and is reported once', async () => {
    await visit();
    const console: string[] = [];
    page.on('pageerror', (error) => console.push(error.message));
    await run(`fetch('${api}/bare');`);
    expect((await reports()).map(({ message }) => message)).toEqual([refused('fetch', 'GET', '/bare')]);
    expect(await page.evaluate(() => window.heard)).toEqual(['TypeError: Failed to fetch']);
    expect(console).toEqual(['Failed to fetch']);
  });
});

describe('what reaches the window', () => {
  test('an error that nobody caught', async () => {
    await visit();
    await run(`function render() { null.items; }\nsetTimeout(render);`);
    expect(await reports()).toMatchObject([
      {
        message: "TypeError: Cannot read properties of null (reading 'items')",
        stack: expect.stringMatching(/at render \(.*\/src\/app\.js:1:\d+\)/) as string,
        context: { handled: false, page: `${app}/` },
      },
    ]);
  });

  test('a syntax error has its place', async () => {
    await visit();
    await run(`const = 1;`);
    const [report] = await reports();
    expect(report?.message).toContain("Unexpected token '='");
  });

  test('a rejection that nobody handled', async () => {
    await visit();
    await run(`Promise.reject(new RangeError('too far')); Promise.reject('only words');`);
    expect((await reports()).map(({ message, context }) => [message, context['handled']])).toEqual([
      ['RangeError: too far', false],
      ['only words', false],
    ]);
  });

  test('a refusal by the Content Security Policy, once', async () => {
    await visit('/policy');
    await run(`fetch('${api}/c').catch(() => {}); const i = new Image(); i.src = '${api}/i.png'; document.body.append(i);`);
    const told = await reports();
    expect(told.map(({ message }) => message).filter((message) => message.startsWith('Refused')).sort()).toEqual([
      `Refused to connect to '${api}/c' because it violates the following Content Security Policy directive: "connect-src 'self'".`,
      `Refused to load the image '${api}/i.png' because it violates the following Content Security Policy directive: "default-src 'self' 'unsafe-inline'".`,
    ]);
    expect(told.some(({ message }) => message.startsWith('Access to'))).toBe(false);
    expect(told[0]?.stack).toMatch(/\n {4}at .*:\d+:\d+$/);
  });

  test('a refusal is the reason of a failed call where it has no report of its own', async () => {
    await visit('/policy', { network: true });
    await run(`fetch('${api}/c').catch(() => {});`);
    expect((await reports()).map(({ message }) => message)).toEqual([
      `Refused to connect to '${api}/c' because it violates the page's Content Security Policy.`,
    ]);
  });

  test('resources that do not load, with their status', async () => {
    await visit();
    await run(`for (const [tag, key, url] of [['script', 'src', '/a.js'], ['img', 'src', '/b.png?v=1'], ['link', 'href', '/c.css']]) {
        const e = document.createElement(tag); if (tag === 'link') e.rel = 'stylesheet'; e[key] = url; document.body.append(e); }
      const s = document.createElement('style'); s.textContent = 'body { background: url(/d.png) }'; document.head.append(s);`);
    expect((await reports()).map(({ message }) => message).sort()).toEqual(
      ['/a.js', '/b.png?v=*', '/c.css', '/d.png'].map(
        (path) => `${app}${path} Failed to load resource: the server responded with a status of 404 (Not Found)`,
      ),
    );
  });

  test('what the console said before goes with the error', async () => {
    await visit();
    await run(`console.error('cart is', { empty: true }, new Error('odd')); window.reporter.captureMessage('x');`);
    expect((await reports())[0]?.context['breadcrumbs']).toMatchObject([
      { category: 'console', level: 'error', message: 'cart is [object] odd' },
    ]);
  });
});

describe('leaving', () => {
  test('nothing is watched unless it is asked for', async () => {
    await visit('/', {});
    expect(await page.evaluate(() => window.fetch === window.nativeFetch)).toBe(true);
    await run(`fetch('${api}/x').catch(() => {}); console.error('x'); setTimeout(() => { throw new Error('x'); }); Promise.reject(1);`);
    expect(await reports()).toEqual([]);
  });

  test('close gives everything back', async () => {
    await page.goto(app);
    await page.evaluate(() => {
      window.heard = [];
      Object.assign(window, { before: [fetch, XMLHttpRequest.prototype.open, XMLHttpRequest.prototype.send, console.error] });
    });
    await page.evaluate((handlers) => {
      window.reports = [];
      window.nativeFetch = window.fetch;
      window.reporter = window.Report.createBrowserReporter({ transport: (batch) => void window.reports.push(...batch) }, handlers);
    }, ALL);
    expect(await page.evaluate(() => window.fetch !== window.nativeFetch)).toBe(true);
    const same = await page.evaluate(async () => {
      await window.reporter.close();
      const before = (window as unknown as { before: unknown[] }).before;
      return [fetch, XMLHttpRequest.prototype.open, XMLHttpRequest.prototype.send, console.error].map((each, i) => each === before[i]);
    });
    expect(same).toEqual([true, true, true, true]);
    await run(`fetch('${api}/x').catch(() => {}); setTimeout(() => { throw new Error('x'); }); Promise.reject(1);`);
    expect(await reports()).toEqual([]);
  });

  test('a wrapper around ours survives, and ours is quiet under it', async () => {
    await visit();
    const calls = await page.evaluate(async (origin) => {
      const ours = window.fetch;
      let count = 0;
      const theirs: typeof fetch = (...args) => {
        count += 1;
        return ours(...args);
      };
      window.fetch = theirs;
      await window.reporter.close();
      const kept = window.fetch === theirs;
      await window.fetch('/ok');
      await window.fetch(`${origin}/x`).catch(() => undefined);
      return [kept, count];
    }, api);
    expect(calls).toEqual([true, 2]);
    expect(await reports()).toEqual([]);
  });

  test('what waits is sent when the page is hidden or left', async () => {
    await visit();
    await page.evaluate(() => {
      window.reporter = window.Report.createBrowserReporter({ transport: (batch) => void window.reports.push(...batch), flushDelay: 60_000 });
      window.reporter.captureMessage('last words');
      window.dispatchEvent(new Event('pagehide'));
    });
    expect(await page.evaluate(() => window.reports.map((report) => report.message))).toEqual(['last words']);
  });
});
