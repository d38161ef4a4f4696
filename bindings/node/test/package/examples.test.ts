import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launch, serve } from '../browser/browsers.js';
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
