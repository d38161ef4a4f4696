import { createRequire } from 'node:module';
import { AutoFixBase, type AutoFixOptions as Options } from './autofix.js';
import type { Engine } from './engine.js';
import { createNodeReporter, type NodeHandlers } from './report/node.js';

export * from './public.js';
export type { NodeHandlers } from './report/node.js';

/** What an `AutoFix` is made of. Everything may be left out. */
export type AutoFixOptions = Options<NodeHandlers>;

// The napi CLI's loader: it finds the binary of this platform.
const native = createRequire(import.meta.url)('../native.cjs') as Engine;

/** Finds and repairs the errors of one project, in this process. */
export class AutoFix extends AutoFixBase {
  constructor(options: AutoFixOptions = {}) {
    super(options, native, (reporter) => createNodeReporter(reporter, options.reporting?.handlers));
  }
}

export default AutoFix;
