import { defineConfig, type UserConfig } from 'tsdown';

const common: UserConfig = {
  outDir: 'dist',
  target: 'es2022',
  dts: true,
  treeshake: true,
  sourcemap: false,
  fixedExtension: true,
  // Two builds at once share the folder; the script empties it before both.
  clean: false,
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
    entry: { browser: 'js/index.browser.ts' },
    format: 'esm',
    platform: 'browser',
    // Fetched when it is first needed; a bundler of the page finds it from there.
    external: [/\/wasm\/autofix\.js$/],
  },
]);
