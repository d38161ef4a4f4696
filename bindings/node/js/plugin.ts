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

  /**
   * The default `canHandle`, whose answer the engine knows from `supportedErrors`. For the engine alone; a
   * plugin may come with a copy of this class from another copy of the package.
   */
  get '~canHandle'(): unknown {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- looked at, not called
    return FixPlugin.prototype.canHandle;
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
