import { createRequire } from 'node:module';
import process from 'node:process';
import { AutoFixBase, type AutoFixOptions as Options } from './autofix.js';
import { forEngine } from './engine-plugin.js';
import type { Engine, EngineSource, Host } from './engine.js';
import { AutoFixError } from './errors.js';
import type { BrowserHandlers } from './report/browser/index.js';
import { createNodeReporter, type NodeHandlers } from './report/node.js';
import type { EngineModule } from './wasm.js';

export * from './public.js';
export type { BrowserHandlers, NetworkOptions } from './report/browser/index.js';
export type { NodeHandlers } from './report/node.js';
export type { EngineModule } from './wasm.js';

/** What an `AutoFix` is made of. Everything may be left out. Handlers of another platform do nothing. */
export type AutoFixOptions = Options<BrowserHandlers & NodeHandlers>;

let native: Engine | undefined;
let missing: unknown;
try {
  // The napi CLI's loader: it finds the binary of this platform.
  native = createRequire(import.meta.url)('../native.cjs') as Engine;
} catch (thrown) {
  missing = thrown;
}

let loading: Promise<Host> | undefined;
let warned = false;

/** The browsers' engine, from disk: slower, and it knows no folders. */
function portable(): Promise<Host> {
  loading ??= (async () => {
    const { readFile } = await import('node:fs/promises');
    const wasm = await import('./wasm/autofix.js');
    wasm.initSync({ module: await readFile(new URL('./wasm/autofix_bg.wasm', import.meta.url)) });
    return { engine: wasm, adapt: forEngine };
  })();
  return loading;
}

function source(inMemory: boolean): EngineSource {
  if (native !== undefined) return { engine: native, adapt: forEngine };
  const reason = missing instanceof Error ? missing.message.split('\n', 1)[0] : String(missing);
  const platform = `${process.platform}-${process.arch}`;
  if (!inMemory) {
    throw new AutoFixError(
      'not_supported',
      `no native engine for ${platform} is installed, and only it reads folders: install again with optional ` +
        `dependencies, or give the project's texts as \`files\` (${String(reason)})`,
      { cause: missing },
    );
  }
  if (!warned) {
    warned = true;
    process.emitWarning(`no native engine for ${platform} is installed; the portable one is used, which is slower`, {
      code: 'AUTOFIX_PORTABLE',
    });
  }
  return portable;
}

/** Finds and repairs the errors of one project, in this process. */
export class AutoFix extends AutoFixBase {
  constructor(options: AutoFixOptions = {}) {
    super(options, source(options.files !== undefined), (reporter) =>
      createNodeReporter(reporter, options.reporting?.handlers),
    );
  }
}

/** In Node the engine is there already. This is here for code that runs in browsers too. */
export const initialize: (module: EngineModule) => Promise<void> = () => Promise.resolve();

export default AutoFix;
