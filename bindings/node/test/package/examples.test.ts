import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launch, serve } from '../browser/browsers.js';
import { CORS, FILES } from '../project.js';
import { clean, pack, run, temporary } from './install.js';

const EXAMPLES = resolve(import.meta.dirname, '../../../../examples');
const DIFF = "+app.use(cors({ origin: ['http://localhost:3000', 'http://localhost:5173'] }));";

let tarball: string;
let browser: Browser;
let page: Page;
let failures: string[];
const started: ChildProcess[] = [];

beforeAll(async () => {
  tarball = pack();
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  clean();
});

beforeEach(async () => {
  page = await browser.newPage();
  failures = [];
  page.on('pageerror', (error) => failures.push(error.message));
});

afterEach(async () => {
  await page.close();
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** A copy of an example with its packages, and with this package from its tarball. */
function copy(name: string): string {
  const folder = temporary();
  cpSync(join(EXAMPLES, name), folder, { recursive: true, filter: (path) => !/node_modules|\.next|dist/.test(path.slice(EXAMPLES.length)) });
  const file = join(folder, 'package.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('file:../../bindings/node', `file:${tarball}`));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent', '--prefer-offline'], { cwd: folder });
  return folder;
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return String(port);
}

interface Running {
  url: string;
  said: () => string;
}

/** Starts a server of an example, and waits until it says that it is there. */
async function start(folder: string, args: string[], ready: RegExp, port: string): Promise<Running> {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, PORT: port, NODE_ENV: undefined, NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let said = '';
  const hear = (bytes: Buffer): void => {
    // Where a variable says that this is a build server, tools colour what they say.
    said += stripVTControlCharacters(bytes.toString());
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  await expect.poll(() => said, { timeout: 60_000 }).toMatch(ready);
  return { url: `http://localhost:${port}`, said: () => said };
}

async function click(name: string, expected: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await expect.poll(() => page.locator('pre').textContent(), { timeout: 20_000 }).toContain(expected);
  expect(failures).toEqual([]);
}

describe('vite-react', () => {
  let folder: string;
  beforeAll(() => {
    folder = copy('vite-react');
  }, 180_000);
  const vite = join('node_modules', 'vite', 'bin', 'vite.js');

  test('built, and served as files', { timeout: 120_000 }, async () => {
    const built = run(folder, process.execPath, [vite, 'build'], 100_000);
    expect(built).toMatchObject({ status: 0 });
    expect(built.stdout).toMatch(/\.wasm/);
    const { url, server } = await serve({ assets: join(folder, 'dist/assets'), app: join(folder, 'dist') });
    await page.goto(`${url}/app/index.html`);
    await click('Repair', DIFF);
    await click('Report', 'the cart is empty');
    server.close();
  });

  test('in development', { timeout: 120_000 }, async () => {
    const port = await freePort();
    const { url } = await start(folder, [vite, '--port', port, '--strictPort', '--host', '127.0.0.1'], /Local:/, port);
    await page.goto(url.replace('localhost', '127.0.0.1'));
    await click('Repair', DIFF);
  });
});

test('next: built and started, an error of a route is reported, and the page repairs', { timeout: 400_000 }, async () => {
  const folder = copy('next');
  const next = join('node_modules', 'next', 'dist', 'bin', 'next');
  const built = run(folder, process.execPath, [next, 'build'], 280_000);
  expect(built, built.stdout + built.stderr).toMatchObject({ status: 0 });
  const port = await freePort();
  const { url, said } = await start(folder, [next, 'start', '--port', port], /Ready/, port);
  expect((await fetch(`${url}/api/broken`)).status).toBe(500);
  await expect.poll(said, { timeout: 20_000 }).toContain('reported: Error: the route has no answer at /api/broken');
  await page.goto(url);
  await click('Repair in this page', DIFF);
});

test('node-express: errors become issues', { timeout: 120_000 }, async () => {
  const folder = copy('node-express');
  const port = await freePort();
  const { url, said } = await start(folder, ['server.js'], /http:/, port);
  expect((await fetch(`${url}/broken`)).status).toBe(500);
  expect((await fetch(`${url}/broken`)).status).toBe(500);
  await expect.poll(said).toContain('the order 7 has no customer');
  await expect
    .poll(async () => (await fetch(`${url}/status`)).json() as Promise<unknown>)
    .toMatchObject({ issues: [{ message: 'Error: the order 7 has no customer' }] });
});

describe('the playground', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    // Its own import map names `./sdk/`, beside its files.
    const folder = temporary();
    cpSync(join(EXAMPLES, 'browser'), folder, { recursive: true });
    cpSync('dist', join(folder, 'sdk'), { recursive: true });
    ({ url, server } = await serve({ app: folder }));
  });

  afterAll(() => {
    server.close();
  });

  test('a pasted log and a folder that was picked: issue, evidence, diff, patch, applied', async () => {
    await page.goto(`${url}/app/index.html`);
    await page.getByRole('textbox', { name: '1. The error' }).fill(`server is up\n${CORS}`);
    const folder = temporary();
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
    await page.locator('#fallback').setInputFiles(folder);
    await expect.poll(() => page.locator('#project').textContent()).toContain('2 files');
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => page.locator('#status').textContent(), { timeout: 20_000 }).toBe('Found: cors_error. A repair of 1 file is below.');
    expect(await page.locator('#issue li.issue mark').first().textContent()).toContain('blocked by CORS');
    expect(Number(await page.locator('#issue meter').getAttribute('value'))).toBeGreaterThan(0.5);

    await page.getByRole('button', { name: 'Unified' }).click();
    const added = (): Promise<string[]> => page.locator('#diff td.code.add').allTextContents();
    expect(await added()).toEqual(["app.use(cors({ origin: 'http://localhost:5173' }));"]);
    await page.getByRole('button', { name: 'Side by side' }).click();
    expect(await added()).toEqual(["app.use(cors({ origin: 'http://localhost:5173' }));"]);

    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download the patch' }).click();
    const patch = readFileSync(await (await waiting).path(), 'utf8');
    writeFileSync(join(folder, 'fix.patch'), patch);
    expect(run(folder, 'patch', ['-p1', '--input', 'fix.patch'])).toMatchObject({ status: 0 });

    await page.getByRole('button', { name: 'Apply in this page' }).click();
    await expect.poll(() => page.locator('#status').textContent()).toBe('Applied to the files of this page.');
    await page.locator('#files summary').click();
    await page.locator('#file').selectOption('server.js');
    expect(await page.locator('#text').inputValue()).toBe(readFileSync(join(folder, 'server.js'), 'utf8'));
    expect(failures).toEqual([]);
  });

  test('every sample finds its repair, by keyboard alone', async () => {
    await page.goto(`${url}/app/index.html`);
    const count = await page.locator('#samples button').count();
    expect(count).toBeGreaterThan(2);
    for (let at = 0; at < count; at += 1) {
      await page.locator('#samples button').nth(at).focus();
      await page.keyboard.press('Enter');
      await expect.poll(() => page.locator('#status').textContent(), { timeout: 20_000 }).toMatch(/^Found: \S+\. A repair/);
      expect(await page.locator('#diff td.code.add').count()).toBeGreaterThan(0);
      await page.locator('#answer').evaluate((answer) => { answer.replaceChildren(); });
      await page.locator('#status').evaluate((status) => { status.textContent = ''; });
    }
    expect(failures).toEqual([]);
  });

  test('a log is text, never markup', async () => {
    await page.goto(`${url}/app/index.html`);
    await page.locator('#log').fill(`Error: <img src=x onerror="window.hit=1"><script>window.hit=1</script>`);
    await page.locator('#run').click();
    await expect.poll(() => page.locator('#status').textContent(), { timeout: 20_000 }).toMatch(/^(Found|No error)/);
    expect(await page.evaluate('window.hit')).toBeUndefined();
  });
});
