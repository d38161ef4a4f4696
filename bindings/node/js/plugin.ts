import type { EnginePlugin, EngineProject } from './engine.js';
import { toJson } from './json.js';
import type { Action, ErrorContext, Fix, IssueType, Position, Safety, Severity } from './types.js';

/** What a plugin says of itself. */
export interface FixPluginConfig {
  /** Unique name, such as `cors-fix`. */
  name: string;
  /** Its version. */
  version?: string;
  /** Types of issues that it repairs. */
  supportedErrors?: IssueType[];
  /** What it does, in one line. */
  summary?: string;
  /** The most that it may claim for a fix. */
  maxSafety?: Safety;
}

/** The error that a plugin is given. */
export interface PluginError extends ErrorContext {
  /** Id of the issue. */
  id: string;
  type: IssueType;
  severity: Severity;
  /** The whole redacted log that the issue comes from; empty for a reported one. */
  log: string;
}

/** What a plugin made of an error. It is handed to its own `generateFix` as it is. */
export interface PluginAnalysis {
  errorType?: IssueType;
  severity?: Severity;
  affectedFiles?: string[];
  suggestedFix?: string;
  [more: string]: unknown;
}

/** What a plugin wants done to a file. */
export interface ProposedChange {
  /** Path inside the project. */
  file: string;
  action: Action;
  /** Where an `insert` goes. */
  position?: Position;
  /** The lines of an `insert`. */
  code?: string;
  /** The whole text of a `create` or `modify`. */
  content?: string;
  /** Text that occurs exactly once in the file, for `modify`, … */
  find?: string;
  /** … and what takes its place. */
  replace?: string;
  /** A unified diff of the file, for `modify`. */
  diff?: string;
  /** The new path of a `rename`. */
  to?: string;
  /** What the change does, for people. */
  description?: string;
}

/** A fix as a plugin proposes it. */
export interface ProposedFix {
  changes: ProposedChange[];
  /** What it does, for people. */
  description?: string;
  /** How far it may be trusted. Left out: `unsafe`, so a person applies it. */
  safety?: Safety;
  /** 0 to 1; only ranks. */
  confidence?: number;
  /** Commands that a person would run to see that it works. */
  testCommands?: string[];
}

/** A plugin has no fix, and says why. */
export interface Declined {
  declined: string;
}

/** What `generateFix` may answer: a fix, several (best first), or none. */
export type Proposal = ProposedFix | ProposedFix[] | Declined | null | undefined;

/** What `validateFix` may answer. Anything but a no accepts. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a method that ends without a word accepts
export type Verdict = boolean | { valid: boolean; reason?: string } | null | undefined | void;

/** The project as a plugin sees it while one of its methods runs. */
export interface PluginProject {
  /** The text of a file. */
  readFile(path: string): Promise<string>;
  /** Every file that may be a source of the project, sorted. */
  listFiles(): Promise<string[]>;
}

/**
 * A kind of repair. Extend it, and give instances to `new AutoFix({ plugins })`. A method that throws
 * or does not answer in time loses the plugin's own fix only.
 */
export abstract class FixPlugin {
  readonly name: string;
  readonly version: string;
  readonly supportedErrors: IssueType[];
  readonly summary: string;
  readonly maxSafety: Safety | undefined;

  constructor(config: FixPluginConfig) {
    this.name = config.name;
    this.version = config.version ?? '0.0.0';
    this.supportedErrors = config.supportedErrors ?? [];
    this.summary = config.summary ?? '';
    this.maxSafety = config.maxSafety;
  }

  /** Whether it may know the answer. */
  canHandle(errorType: IssueType): boolean {
    return this.supportedErrors.includes(errorType);
  }

  /** Reads the error. What it answers is given to `generateFix`. */
  analyze(
    errorContext: PluginError,
    _project: PluginProject,
  ): PluginAnalysis | null | undefined | Promise<PluginAnalysis | null | undefined> {
    return {
      errorType: errorContext.type,
      severity: errorContext.severity,
      affectedFiles: errorContext.affectedFiles ?? [],
    };
  }

  /** Proposes a fix, or none. */
  abstract generateFix(analysis: PluginAnalysis, project: PluginProject): Proposal | Promise<Proposal>;

  /** A last word on a fix of its own. The default accepts. */
  validateFix(_fix: Fix, _project: PluginProject): Verdict | Promise<Verdict> {
    return true;
  }
}

type Method = (argument: unknown, project: PluginProject) => unknown;

/** A plugin as the engine takes it. Each answer may take `timeout` milliseconds. */
export function forEngine(plugin: FixPlugin, timeout: number): EnginePlugin {
  const description = toJson({
    name: plugin.name,
    version: plugin.version,
    summary: plugin.summary,
    supportedErrors: plugin.supportedErrors,
    maxSafety: plugin.maxSafety,
    asks: plugin.canHandle !== FixPlugin.prototype.canHandle,
  });
  const call = async (name: string, argument: string, project: EngineProject): Promise<string> => {
    try {
      const method = (plugin as unknown as Record<string, unknown>)[name];
      if (typeof method !== 'function') return '+null';
      const answer = (method as Method).call(plugin, JSON.parse(argument), project);
      return `+${toJson(await inTime(answer, `${name} of ${plugin.name}`, timeout))}`;
    } catch (thrown) {
      return `-${words(thrown)}`;
    }
  };
  return { description, call };
}

async function inTime(answer: unknown, what: string, timeout: number): Promise<unknown> {
  if (!isThenable(answer)) return answer;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`${what} did not answer within ${String(timeout)} ms`));
    }, timeout);
    // In Node a timer is an object that can let the process go.
    (timer as { unref?: () => void }).unref?.();
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null && 'then' in value;
}

function words(thrown: unknown): string {
  try {
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  } catch {
    return 'something that cannot be read was thrown';
  }
}
