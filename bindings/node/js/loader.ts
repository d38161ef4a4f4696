// Fetched when the engine is first needed, with all that only the engine needs.

import type { AutoFixOptions } from './autofix.js';
import { forEngine } from './engine-plugin.js';
import type { Host } from './engine.js';

/** Sources of which the one parser makes trees. */
const PARSED = /\.(?:[cm]?[jt]sx?|vue)$/;

/** What of the options says which module is needed. */
type Project = Pick<AutoFixOptions, 'files' | 'plugins'>;

type Load = (module?: unknown) => Promise<Host>;

/** With the parser of JavaScript, TypeScript and Vue. */
const whole: Load = async (module) => {
  const { default: init, ...engine } = await import('./wasm/autofix.js');
  // Bundlers of pages know this form, and bring the file along.
  await init({ module_or_path: module ?? new URL('./wasm/autofix_bg.wasm', import.meta.url) });
  return { engine, adapt: forEngine };
};

/** Without a parser: for pages that only report, and for projects in other languages. */
const base: Load = async () => {
  const { default: init, ...engine } = await import('./wasm/base.js');
  await init({ module_or_path: new URL('./wasm/base_bg.wasm', import.meta.url) });
  return { engine, adapt: forEngine };
};

const loaded = new Map<Load, Promise<Host>>();

/**
 * Starts the engine, from a given place or from where it is beside this script: the whole one where the project
 * has something to parse, or has plugins, which may write such a thing, else a smaller one. What is there is used.
 */
export function start(module?: unknown, project: Project = {}): Promise<Host> {
  const { files = {}, plugins = [] } = project;
  const parses = module !== undefined || plugins.length > 0 || Object.keys(files).some((path) => PARSED.test(path));
  const known = loaded.get(whole) ?? (parses ? undefined : loaded.get(base));
  if (known !== undefined) return known;
  const load = parses ? whole : base;
  const host = load(module);
  loaded.set(load, host);
  // A page that was offline may try again.
  host.catch(() => loaded.delete(load));
  return host;
}
