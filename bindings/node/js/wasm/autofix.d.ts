// The module that wasm-bindgen writes beside this, as far as it is used here.
import type { Engine } from '../engine.js';

declare const init: (from?: { module_or_path: unknown }) => Promise<unknown>;
export default init;
export declare const initSync: (options: { module: BufferSource | WebAssembly.Module }) => unknown;
export declare const Client: Engine['Client'];
export declare const version: Engine['version'];
