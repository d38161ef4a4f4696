import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, extname, join, normalize, resolve } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import puppeteer, { type Browser as Firefox } from 'puppeteer-core';

/** Where a browser is on this machine: the variable names it, or the path has it. */
function executable(variable: string, names: string[]): string {
  const named = process.env[variable];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`${variable} names ${named}, which does not exist.`);
    return named;
  }
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of names) {
      if (folder !== '' && existsSync(join(folder, name))) return join(folder, name);
    }
  }
  throw new Error(`These tests need a browser: set ${variable}, or put \`${String(names[0])}\` on the PATH.`);
}

export function launch(): Promise<Browser> {
  const executablePath = executable('CHROMIUM_PATH', ['chromium', 'chromium-browser', 'google-chrome']);
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Playwright drives a Firefox of its own only; this one is driven as it is, by the protocol that it speaks itself. */
export function launchFirefox(): Promise<Firefox> {
  const executablePath = executable('FIREFOX_PATH', ['firefox-esr', 'firefox']);
  return puppeteer.launch({ browser: 'firefox', executablePath });
}

/** What a test needs of a page in any browser. Scripts are texts, which both drivers take. */
export interface Tab {
  goto(url: string): Promise<unknown>;
  evaluate(script: string): Promise<unknown>;
}

/** Every browser that the package is tested in. */
export const BROWSERS: [string, () => Promise<{ newPage(): Promise<Tab>; close(): Promise<void> }>][] = [
  ['Chromium', launch],
  ['Firefox', launchFirefox],
];

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

/** What any static server does: files of folders by the first part of the path. `/` is an empty page. */
export async function serve(folders: Record<string, string>): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/') {
      response.setHeader('content-type', 'text/html').end('<!doctype html><link rel="icon" href="data:,"><title>test</title>');
      return;
    }
    const [, first = '', ...rest] = normalize(decodeURIComponent(pathname)).split('/');
    const folder = folders[first];
    const path = rest.join('/') === '' ? 'index.html' : rest.join('/');
    readFile(join(resolve(folder ?? 'no-such-folder'), path)).then(
      (bytes) => response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, server };
}
