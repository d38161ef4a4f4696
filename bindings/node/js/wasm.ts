import type { Host } from './engine.js';

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
  if (loading !== undefined) return loading;
  const started = Promise.all([import('./wasm/autofix.js'), import('./engine-plugin.js')]).then(
    async ([engine, { forEngine }]) => {
      await engine.default(module === undefined ? undefined : { module_or_path: module });
      return { engine, adapt: forEngine };
    },
  );
  loading = started;
  // A page that was offline may try again.
  started.catch(() => {
    loading = undefined;
  });
  return started;
}
