import { AutoFixBase, type AutoFixOptions as Options } from './autofix.js';
import { createBrowserReporter, type BrowserHandlers } from './report/browser/index.js';
import type { NodeHandlers } from './report/node-handlers.js';
import { load } from './wasm.js';

export * from './public.js';
export type { BrowserHandlers, NetworkOptions } from './report/browser/index.js';
export type { NodeHandlers } from './report/node-handlers.js';
export { initialize, type EngineModule } from './wasm.js';

/** What an `AutoFix` is made of. Everything may be left out. Handlers of another platform do nothing. */
export type AutoFixOptions = Options<BrowserHandlers & NodeHandlers>;

/** Finds and repairs the errors of one project, in this page. */
export class AutoFix extends AutoFixBase {
  constructor(options: AutoFixOptions = {}) {
    super(options, () => load(options), (reporter) => createBrowserReporter(reporter, options.reporting?.handlers));
  }
}

export default AutoFix;
