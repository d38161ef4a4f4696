// Serves this folder, and the package's files under `sdk/`. Any static server does the same:
// copy the folder `dist` of @autofix/sdk beside index.html as `sdk`.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const sdk = fileURLToPath(new URL('../../bindings/node/dist/', import.meta.url));
const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };
const port = Number(process.env.PORT ?? 4173);

const server = createServer(async (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
  const file = path === '/' ? join(here, 'index.html') : path.startsWith('/sdk/') ? join(sdk, path.slice(5)) : join(here, path);
  try {
    response.setHeader('content-type', types[extname(file)] ?? 'text/plain').end(await readFile(file));
  } catch {
    response.writeHead(404).end('not found');
  }
});
server.listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
