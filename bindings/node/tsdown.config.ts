import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineConfig, type UserConfig } from 'tsdown';

// The browsers' engine, which `cargo xtask wasm` makes.
const wasm = resolve(process.env['AUTOFIX_WASM'] ?? '../../target/wasm-bindings');

function copyEngine(): void {
  mkdirSync('dist/wasm', { recursive: true });
  const names = ['autofix', 'base', 'reader'].flatMap((name) => [`${name}.js`, `${name}.d.ts`, `${name}_bg.wasm`, `${name}_bg.wasm.d.ts`]);
  for (const name of names) {
    const file = join(wasm, name);
    if (!existsSync(file)) throw new Error(`${file} is missing: run \`cargo xtask wasm\`, or name its folder in AUTOFIX_WASM`);
    copyFileSync(file, join('dist/wasm', name));
  }
  // As workers at the edge import it.
  writeFileSync('dist/wasm/autofix.wasm.d.ts', 'declare const module: WebAssembly.Module;\nexport default module;\n');
}

const common: UserConfig = {
  outDir: 'dist',
  target: 'es2022',
  dts: true,
  outputOptions: { exports: 'named' },
  treeshake: true,
  sourcemap: false,
  fixedExtension: true,
  // Two builds at once share the folder; the script empties it before both.
  clean: false,
  // Fetched when it is first needed; a bundler of the page finds it from there.
  deps: { neverBundle: [/\/wasm\/(autofix|base|reader)\.js$/] },
};

export default defineConfig([
  {
    ...common,
    entry: {
      index: 'js/index.ts',
      express: 'js/integrations/express.ts',
      fastify: 'js/integrations/fastify.ts',
      next: 'js/integrations/next.ts',
    },
    format: ['esm', 'cjs'],
    platform: 'node',
  },
  {
    ...common,
    entry: { browser: 'js/index.browser.ts', reader: 'js/reader.ts' },
    format: 'esm',
    platform: 'browser',
    hooks: { 'build:done': copyEngine },
  },
]);
