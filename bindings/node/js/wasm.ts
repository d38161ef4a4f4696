import type { AutoFixOptions } from './autofix.js';
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

/**
 * Loads the engine from a given place. Only needed where it cannot be fetched from beside this script:
 * in workers at the edge, which take the compiled module, or under a content policy of one's own. Call it
 * before anything else is asked; once the engine is there, it does nothing.
 */
export async function initialize(module: EngineModule): Promise<void> {
  await begin(module);
}

/** The engine is fetched when it is first needed, once for all instances that need the same. */
export function load(project: AutoFixOptions): Promise<Host> {
  return begin(undefined, project);
}

function begin(module?: EngineModule, project?: AutoFixOptions): Promise<Host> {
  return import('./loader.js').then(({ start }) => start(module, project)).catch((cause: unknown) => {
    throw new AutoFixError('engine_unavailable', `the engine could not be loaded: ${String(cause)}`, { cause });
  });
}
