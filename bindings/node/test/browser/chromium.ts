import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, extname, join, normalize, resolve } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Where Chromium is on this machine. */
export function executable(): string {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH names ${named}, which does not exist.`);
    return named;
  }
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      if (folder !== '' && existsSync(join(folder, name))) return join(folder, name);
    }
  }
  throw new Error('These tests need Chromium: set CHROMIUM_PATH, or put `chromium` on the PATH.');
}

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: executable(), args: ['--no-sandbox'] });
}

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
