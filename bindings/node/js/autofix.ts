import type { EngineClient, EngineSource, Files, Host } from './engine.js';
import { AutoFixAbortError, AutoFixError, fromEngine } from './errors.js';
import { Listeners, type AutoFixEvent, type Listener } from './events.js';
import { toJson } from './json.js';
import type { FixPlugin } from './plugin.js';
import type { Breadcrumb, Hint, Reporter, ReporterOptions, ScopeHandle, Transport } from './report/index.js';
import type {
  AnalysisReport,
  EventType,
  Fix,
  FixReport,
  Issue,
  IssueType,
  PluginInfo,
  StatusReport,
  Validation,
} from './types.js';

/** Milliseconds that one method of a plugin may take. */
const PLUGIN_TIMEOUT = 10_000;

/** How errors are captured. `Handlers` says what may be watched. */
export interface ReportingOptions<Handlers> extends Omit<ReporterOptions, 'transport' | 'syncTransport'> {
  /** What is watched. Nothing is, unless it is asked for. */
  handlers?: Handlers;
  /** Where reports go. Left out: to `reportIssue`. */
  transport?: Transport;
}

/** What an `AutoFix` is made of. Everything may be left out. */
export interface AutoFixOptions<Handlers = unknown> {
  /** Id of the project. Left out: `project.id` of the configuration. */
  projectId?: string;
  /** Where the project runs, such as `production`. Left out: `development`. */
  environment?: string;
  /** Folder of the project. Left out: the process's folder. Not in browsers. */
  root?: string;
  /** Texts by path, in place of a folder. Nothing is written to disk then. */
  files?: Files;
  /** A configuration in place of `.autofix.yml`: an object of its form, or its text. */
  config?: string | Record<string, unknown>;
  /** Where `${NAME}` of the configuration comes from. Left out: the process's environment. */
  variables?: Record<string, string>;
  /** Plugins, which are asked before the built-in ones. */
  plugins?: FixPlugin[];
  /** Milliseconds that one method of a plugin may take. Left out: 10,000. */
  pluginTimeout?: number;
  /** How errors are captured: handlers, sampling, `beforeSend`. */
  reporting?: ReportingOptions<Handlers>;
  /** A server to talk to. Not part of this version; giving it is an error. */
  endpoint?: string;
  /** Token for the server. Without an `endpoint` it is not used. */
  apiToken?: string;
}

/** An error as it is reported. */
export interface IssueReport {
  /** Its type, where it is known; a type of one's own is kept. */
  type?: IssueType;
  /** The error's own words. */
  message: string;
  /** The stack as text. */
  stack?: string;
  /** What else is known. */
  context?: Record<string, unknown>;
  /** Files that are held for affected. */
  affectedFiles?: string[];
  /** How often it occurred. Left out: once. */
  count?: number;
}

/** Options of one call. */
export interface CallOptions {
  /** Stops the call; its promise rejects with an `AutoFixError` whose code is `aborted`. */
  signal?: AbortSignal;
}

/** A command of the project. */
export interface Command {
  /** The program and its arguments, without a shell. */
  argv: string[];
  /** Folder inside the project. Left out: its root. */
  folder?: string;
}

/**
 * Finds and repairs the errors of one project, in this process.
 *
 * Every method's promise rejects with an `AutoFixError`. What a plugin does wrong is no error: it is
 * among the report's `rejections`.
 */
export class AutoFixBase implements AsyncIterable<AutoFixEvent> {
  readonly #listeners = new Listeners();
  readonly #open: () => Promise<EngineClient>;
  #client: EngineClient | undefined;
  #calls = 0;
  #listening = false;
  readonly #reporter: Reporter;

  protected constructor(
    options: AutoFixOptions,
    source: EngineSource,
    makeReporter: (options: ReporterOptions) => Reporter,
  ) {
    const { files, plugins = [], pluginTimeout = PLUGIN_TIMEOUT, reporting = {}, ...plain } = options;
    const text = toJson(plain);
    const own = [...plugins];
    const open = ({ engine, adapt }: Host): EngineClient => {
      try {
        this.#client = new engine.Client(
          text,
          files,
          own.map((plugin) => adapt(plugin, pluginTimeout, toJson)),
        );
      } catch (thrown) {
        throw fromEngine(thrown);
      }
      return this.#client;
    };
    if (typeof source !== 'function') {
      const client = open(source);
      this.#open = () => Promise.resolve(client);
    } else {
      if (plain.endpoint !== undefined) {
        // Known before the engine is there, so said at once.
        throw new AutoFixError('not_supported', '`endpoint`: talking to a server is not part of this version');
      }
      let opening: Promise<EngineClient> | undefined;
      this.#open = () => {
        opening ??= source().then(open);
        // What failed for want of a network may be tried again.
        opening.catch(() => {
          opening = undefined;
        });
        return opening;
      };
    }
    this.#reporter = makeReporter({
      syncTransport: (batch) => {
        for (const report of batch) this.reportNow(report);
      },
      transport: async (batch) => {
        for (const report of batch) await this.reportIssue(report);
      },
      ...reporting,
    });
  }

  /**
   * Takes something thrown, and reports it a little later: the same error within a few seconds is
   * counted, not reported again. Never throws and never waits. Answers whether it was taken.
   */
  captureException(error: unknown, hint?: Hint): boolean {
    return this.#reporter.captureException(error, hint);
  }

  /** As `captureException`, for words without an error. */
  captureMessage(message: string, hint?: Hint): boolean {
    return this.#reporter.captureMessage(message, hint);
  }

  /** Notes that something happened, for the errors that follow in the present scope. */
  addBreadcrumb(breadcrumb: Breadcrumb): void {
    this.#reporter.addBreadcrumb(breadcrumb);
  }

  /** Sets what goes with every captured error of the present scope; `undefined` takes it away. */
  setContext(key: string, value: unknown): void {
    this.#reporter.setContext(key, value);
  }

  /**
   * Runs a function whose context and breadcrumbs stay with it. In Node the scope holds across `await`;
   * in browsers it ends when the function returns.
   */
  withScope<T>(work: (scope: ScopeHandle) => T): T {
    return this.#reporter.withScope(work);
  }

  /** Sends what was captured and waits. Answers whether all was through within `timeout` milliseconds. */
  flush(timeout?: number): Promise<boolean> {
    return this.#reporter.flush(timeout);
  }

  /** Takes all handlers away and sends what waits. Answers as `flush` does. */
  close(timeout?: number): Promise<boolean> {
    return this.#reporter.close(timeout);
  }

  /** Reports one error, and answers it as an issue. The same error reported again counts up. */
  reportIssue(report: IssueReport, options?: CallOptions): Promise<Issue> {
    return this.#call('report_issue', toJson(report), options);
  }

  /** Reads a log or an error's text into issues, most likely root cause first. Bytes are read as UTF-8. */
  analyzeLog(text: string | Uint8Array, options?: CallOptions): Promise<AnalysisReport> {
    return this.#call('analyze_log', text, options);
  }

  /** Generates and validates the best fix of one issue. Nothing is written. */
  generateFix(issue: Issue, options?: CallOptions): Promise<FixReport> {
    return this.#call('generate_fix', toJson(issue), options);
  }

  /** Reads a log, and generates and validates the best fix of the first issue that has one. Nothing is written. */
  repairLog(text: string | Uint8Array, options?: CallOptions): Promise<FixReport> {
    return this.#call('repair_log', text, options);
  }

  /** As `generateFix`, and applies the fix if `.autofix.yml` allows that without asking. */
  autoFix(issue: Issue, options?: CallOptions): Promise<FixReport> {
    return this.#call('auto_fix', toJson(issue), options);
  }

  /** Holds a fix against the files as they are now. A fix that falls is no error: the answer says where. */
  validateFix(fix: Fix, options?: CallOptions): Promise<Validation> {
    return this.#call('validate_fix', toJson(fix), options);
  }

  /** Writes a fix, whole or not at all, and answers it as it is then. */
  applyFix(fix: Fix, options?: CallOptions): Promise<Fix> {
    return this.#call('apply_fix', toJson(fix), options);
  }

  /** Takes an applied fix back, byte for byte. Refused where a file was edited since. */
  rollbackFix(id: string, options?: CallOptions): Promise<Fix> {
    return this.#call('rollback_fix', id, options);
  }

  /**
   * Runs a command of the project in a private copy, repairs what it fails with, and proves the repair
   * by running it again. The project itself is not touched. Not in browsers.
   */
  prove(command: string[] | Command, options?: CallOptions): Promise<FixReport> {
    const whole = Array.isArray(command) ? { argv: command } : command;
    return this.#call('prove', toJson(whole), options);
  }

  /** Every issue that was reported or read from a log, oldest first. The latest thousand are kept. */
  listIssues(options?: CallOptions): Promise<Issue[]> {
    return this.#call('list_issues', '', options);
  }

  /** How things stand: what the project is, and which fixes were applied. */
  getStatus(options?: CallOptions): Promise<StatusReport> {
    return this.#call('get_status', '', options);
  }

  /** Every plugin, in the order in which they are asked. */
  listPlugins(options?: CallOptions): Promise<PluginInfo[]> {
    return this.#call('list_plugins', '', options);
  }

  /** The text of a file of the project as it is now. */
  readFile(path: string, options?: CallOptions): Promise<string> {
    return this.#settle('read_file', path, options);
  }

  /** Hears an event, such as `fix_applied`, until `off`. */
  on<Name extends EventType>(name: Name, listener: Listener<Name>): this {
    this.#listeners.add(name, listener, false);
    this.#listen();
    return this;
  }

  /** As `on`, for the next such event only. */
  once<Name extends EventType>(name: Name, listener: Listener<Name>): this {
    this.#listeners.add(name, listener, true);
    this.#listen();
    return this;
  }

  /** Takes a listener away. */
  off<Name extends EventType>(name: Name, listener: Listener<Name>): this {
    this.#listeners.remove(name, listener);
    return this;
  }

  /** Every event from now on: `for await (const { type, data } of autofix.events({ signal }))`. */
  events(options?: CallOptions): AsyncGenerator<AutoFixEvent, void, undefined> {
    this.#listen();
    return this.#listeners.stream(options?.signal);
  }

  /** Every event from now on. */
  [Symbol.asyncIterator](): AsyncGenerator<AutoFixEvent, void, undefined> {
    return this.events();
  }

  /**
   * As `reportIssue`, on this thread and at once, for handlers that cannot wait, such as one of a
   * process that is about to end. Throws while the engine is not loaded.
   */
  protected reportNow(report: IssueReport): Issue {
    if (this.#client === undefined) {
      throw new AutoFixError('not_ready', 'the engine is not loaded yet');
    }
    try {
      return JSON.parse(this.#client.reportNow(toJson(report))) as Issue;
    } catch (thrown) {
      throw fromEngine(thrown);
    } finally {
      this.#tell();
    }
  }

  async #call<T>(method: string, argument: string | Uint8Array, options?: CallOptions): Promise<T> {
    return JSON.parse(await this.#settle(method, argument, options)) as T;
  }

  async #settle(method: string, argument: string | Uint8Array, options?: CallOptions): Promise<string> {
    const signal = options?.signal;
    refuseAborted(signal);
    if (typeof argument !== 'string' && !isBytes(argument)) {
      throw new AutoFixError('invalid_input', `a text is expected, not ${typeof argument}`);
    }
    const client = this.#client ?? (await this.#open());
    if (this.#listening) client.listen(this.#wake);
    const id = (this.#calls = (this.#calls + 1) >>> 0);
    const abort = (): void => {
      client.abort(id);
    };
    signal?.addEventListener('abort', abort);
    try {
      refuseAborted(signal);
      return await client.call(id, method, argument);
    } catch (thrown) {
      const error = fromEngine(thrown);
      throw error.code === 'aborted' ? new AutoFixAbortError(signal?.reason) : error;
    } finally {
      signal?.removeEventListener('abort', abort);
      // What the call caused is heard before its promise is settled.
      this.#tell();
    }
  }

  #listen(): void {
    this.#listening = true;
    this.#client?.listen(this.#wake);
  }

  /** The engine holds what it wakes, so that must not hold the object that holds the engine. */
  readonly #wake = AutoFixBase.#waker(new WeakRef(this));

  static #waker(held: WeakRef<AutoFixBase>): () => void {
    return () => {
      const autofix = held.deref();
      if (autofix !== undefined) autofix.#tell();
    };
  }

  #tell(): void {
    if (!this.#listening || this.#client === undefined) return;
    const told = this.#client.events();
    for (let at = 0; at + 1 < told.length; at += 2) {
      const data: unknown = JSON.parse(told[at + 1] ?? 'null');
      this.#listeners.tell({ type: told[at], data } as AutoFixEvent);
    }
  }
}

/** `instanceof` alone throws for a proxy that was revoked. */
function isBytes(value: unknown): boolean {
  return ArrayBuffer.isView(value) && value instanceof Uint8Array;
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AutoFixAbortError(signal.reason);
}
