import { AutoFixBase, type AutoFixOptions as Options } from './autofix.js';
import type { Engine } from './engine.js';
import { createBrowserReporter, type BrowserHandlers } from './report/browser/index.js';

export * from './public.js';
export { openFolder, type ProjectFolder } from './folder.js';
export type { BrowserHandlers, NetworkOptions } from './report/browser/index.js';

/** What an `AutoFix` is made of. Everything may be left out. */
export type AutoFixOptions = Options<BrowserHandlers>;

let loading: Promise<Engine> | undefined;

/** The engine is fetched when it is first needed, once for all instances of the page. */
function load(): Promise<Engine> {
  loading ??= import('./wasm/autofix.js').then(async (wasm) => {
    await wasm.default();
    return wasm;
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
    super(options, load, (reporter) => createBrowserReporter(reporter, options.reporting?.handlers));
  }
}

export default AutoFix;
