import { AutoFixBase, type AutoFixOptions } from './autofix.js';
import type { Engine } from './engine.js';

export * from './public.js';

let loading: Promise<Engine> | undefined;

/** The engine is fetched when it is first needed, once for all instances of the page. */
function load(): Promise<Engine> {
  loading ??= import('./wasm/autofix_wasm.js').then(async (wasm) => {
    await wasm.default();
    return wasm as unknown as Engine;
  });
  // A page that was offline may try again.
  loading.catch(() => {
    loading = undefined;
  });
  return loading;
}

/** Finds and repairs the errors of one project, in this page. */
export class AutoFix extends AutoFixBase {
  constructor(options: AutoFixOptions = {}) {
    super(options, load);
  }
}

export default AutoFix;
