import { existsSync } from 'node:fs';
import { defineConfig, type UserConfig } from 'tsdown';

/** The engine's entry, or the reporter's where the engine is not there. */
function entry(engine: string, reporter: string): string {
  return existsSync(engine) ? engine : reporter;
}

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
      index: entry('js/index.ts', 'js/report/node.ts'),
      express: 'js/integrations/express.ts',
      fastify: 'js/integrations/fastify.ts',
      next: 'js/integrations/next.ts',
    },
    format: ['esm', 'cjs'],
    platform: 'node',
  },
  {
    ...common,
    entry: { browser: entry('js/index.browser.ts', 'js/report/browser/index.ts') },
    format: 'esm',
    platform: 'browser',
  },
]);
