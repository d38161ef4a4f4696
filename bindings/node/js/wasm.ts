import type { Host } from './engine.js';
import { AutoFixError } from './errors.js';

/** Where the engine comes from: its address, an answer that holds it, its bytes, or the compiled module. */
export type EngineModule =
  | string
  | URL
  | Request
  | Response
  | BufferSource
  | WebAssembly.Module
  | Promise<Response | BufferSource | WebAssembly.Module>;

let loading: Promise<Host> | undefined;

/**
 * Loads the engine from a given place. Only needed where it cannot be fetched from beside this script:
 * in workers at the edge, which take the compiled module, or under a content policy of one's own. Call it
 * before anything else is asked; once the engine is there, it does nothing.
 */
export async function initialize(module: EngineModule): Promise<void> {
  await begin(module);
}

/** The engine is fetched when it is first needed, once for all instances. */
export function load(): Promise<Host> {
  return begin();
}

function begin(module?: EngineModule): Promise<Host> {
  loading ??= import('./loader.js').then(({ start }) => start(module)).catch((cause: unknown) => {
    // A page that was offline may try again.
    loading = undefined;
    throw new AutoFixError('engine_unavailable', `the engine could not be loaded: ${String(cause)}`, { cause });
  });
  return loading;
}
