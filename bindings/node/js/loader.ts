// Fetched when the engine is first needed, with all that only the engine needs.

import { forEngine } from './engine-plugin.js';
import type { Host } from './engine.js';
import init, * as engine from './wasm/autofix.js';

/** Starts the engine from a given place, or from where it is beside this script. */
export async function start(module?: unknown): Promise<Host> {
  // Bundlers of pages know this form, and bring the file along.
  await init({ module_or_path: module ?? new URL('./wasm/autofix_bg.wasm', import.meta.url) });
  return { engine, adapt: forEngine };
}
