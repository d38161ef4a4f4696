import { toJson } from './json.js';
import type { IssueReport } from './autofix.js';
import type { AnalysisReport, Issue } from './types.js';
import init, * as engine from './wasm/reader.js';

export type { IssueReport } from './autofix.js';
export type { AnalysisReport, Evidence, Frame, Issue, LogPattern, RunnerUp } from './types.js';

/** Where the reading half of the engine comes from: its address, an answer that holds it, its bytes, or the module. */
export type ReaderModule = string | URL | Response | BufferSource | WebAssembly.Module;

let loading: Promise<unknown> | undefined;

/**
 * Loads the reading half of the engine, from a given place or from beside this script. Needed only where it
 * cannot be fetched from there; the functions below load it themselves.
 */
export async function initialize(module?: ReaderModule): Promise<void> {
  loading ??= start(module).catch((cause: unknown) => {
    // A page that was offline may try again.
    loading = undefined;
    throw cause;
  });
  await loading;
}

async function start(module?: ReaderModule): Promise<unknown> {
  // Bundlers of pages know this form, and bring the file along.
  const beside = new URL('./wasm/reader_bg.wasm', import.meta.url);
  return init({ module_or_path: module ?? fromDisk(beside) ?? beside });
}

/** Node does not fetch files. */
function fromDisk(url: URL): BufferSource | undefined {
  if (url.protocol !== 'file:') return undefined;
  const host = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const fs = host.process?.getBuiltinModule?.('node:fs') as { readFileSync(path: URL): BufferSource } | undefined;
  return fs?.readFileSync(url);
}

/** Reads a log into issues, most likely root cause first. A healthy log has none. */
export async function analyzeLog(text: string): Promise<AnalysisReport> {
  await initialize();
  return JSON.parse(engine.analyzeLog(text)) as AnalysisReport;
}

/** Gives one error its root cause, message and frames. An error that nobody knows is `unknown`. */
export async function classify(report: IssueReport): Promise<Issue> {
  await initialize();
  return JSON.parse(engine.classify(toJson(report))) as Issue;
}
