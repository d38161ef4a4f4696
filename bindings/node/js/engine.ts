import type { FixPlugin } from './plugin.js';

/** The engine behind the classes: native in Node, WebAssembly elsewhere. */
export interface Engine {
  version(): string;
  Client: new (options: string, files: Files | undefined, plugins: EnginePlugin[]) => EngineClient;
}

/** Texts by path inside the project. Bytes must be UTF-8. */
export type Files = Record<string, string | Uint8Array>;

/** One project, text in and text out. */
export interface EngineClient {
  /** Calls a method by its name. `id` names the call for `abort`. */
  call(id: number, method: string, argument: string | Uint8Array): Promise<string>;
  /** Stops a call at its next step. */
  abort(id: number): void;
  reportNow(error: string): string;
  /** Begins to keep events; `wake` is called when there are some. */
  listen(wake: () => void): void;
  /** Every event since the last call: name, data, name, data. */
  events(): string[];
}

/** What a plugin may read while one of its methods runs. */
export interface EngineProject {
  readFile(path: string): Promise<string>;
  listFiles(): Promise<string[]>;
}

/** A plugin as the engine takes it. `call` never rejects: it answers `+` and JSON, or `-` and what was thrown. */
export interface EnginePlugin {
  description: string;
  call(method: string, argument: string, project: EngineProject): Promise<string>;
}

/** The engine, and what plugins of this language need to be asked by it. */
export interface Host {
  engine: Engine;
  /** A plugin as the engine takes it. Each answer may take `timeout` milliseconds. */
  adapt: (plugin: FixPlugin, timeout: number, toJson: (value: unknown) => string) => EnginePlugin;
}

/** An engine that is there, or is on its way. */
export type EngineSource = Host | (() => Promise<Host>);
