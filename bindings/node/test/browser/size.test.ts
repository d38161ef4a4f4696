import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

test('what a page loads at once is below ten kilobytes, compressed', async () => {
  const { outputFiles } = await build({
    stdin: { contents: "import AutoFix from './dist/browser.mjs'; globalThis.autofix = new AutoFix();", resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    external: ['*/wasm/autofix.js', '*/wasm/base.js'],
    outdir: 'out',
    write: false,
  });
  const entry = outputFiles.find(({ path }) => path.endsWith('stdin.js'));
  // The other pieces come with the engine; a piece that the entry needs at once would be counted too.
  expect(entry?.text).not.toMatch(/(?:^|[;\n])import[^(]/);
  expect(brotliCompressSync(entry?.contents ?? '').length).toBeLessThan(10_000);
});
