import { defineConfig } from 'vite';

export default defineConfig({
  // In development Vite would put the package's script elsewhere than the engine beside it.
  optimizeDeps: { exclude: ['@autofix/sdk'] },
});
