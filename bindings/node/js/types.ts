// Written by `cargo xtask gen` from the model in Rust. Change it there.

/** What happens to a file. */
export type Action =
  /** A new file. */
  | 'create'
  /** Parts of a file are replaced. */
  | 'modify'
  /** Text is added at a named position. */
  | 'insert'
  /** The file goes. */
  | 'delete'
  /** The file moves, and may change. */
  | 'rename';

/** A plugin's reading of an issue, handed to its own `generate_fix`. */
export interface Analysis {
  /** The root cause as the plugin sees it. */
  errorType: IssueType;
  /** How much it hurts. */
  severity: Severity;
  /** Files that a repair would touch. */
  affectedFiles: string[];
  /** Short name of the repair, such as `add_cors_middleware`. */
  suggestedFix: string;
  /** What else the plugin wants to hand on. */
  details?: Record<string, unknown>;
}

/** What `analyze` answers. */
export interface AnalysisReport {
  /** Number of lines read. */
  lines: number;
  /** Most likely root cause first. */
  issues: Issue[];
  /** Templates of the lines, most frequent first. */
  patterns: LogPattern[];
}

/** What happens to one file. */
export interface Change {
  /** Path inside the workspace, `/` between the parts. */
  file: string;
  /** What happens. */
  action: Action;
  /** Where an `insert` was put. */
  position?: Position;
  /** New path of a `rename`. */
  to?: string;
  /** Unified diff, as `git apply` and `patch -p1` accept it. */
  diff: string;
  /** What this change does, for people. */
  description: string;
  /** SHA-256 of the file that the diff was made from, in hex; absent for a new file. */
  base?: string;
}

/** One error: what a reader found in a log, or what a program reported. */
export interface ErrorContext {
  /** Type, where the reporter knows it. */
  type?: IssueType;
  /** The error's own words, without the stack. */
  message: string;
  /** The stack as text; `stack` is read too. */
  stackTrace?: string;
  /** The stack, innermost first. */
  frames?: Frame[];
  /** Files that the reporter holds for affected. */
  affectedFiles?: string[];
  /** First and last line of the log, from 1; empty when there was no log. */
  lines?: number[];
  /** The whole block of text that was read, redacted. */
  text?: string;
  /** How often it occurred; 0 is read as 1. */
  count?: number;
  /** What the reporter added. */
  context?: Record<string, unknown>;
}

/** Something that happened. */
export interface Event {
  /** What happened. */
  type: EventType;
  /** To what. */
  data: unknown;
}

/** Name of an event. */
export type EventType =
  /** An issue came in. Data: the issue. */
  | 'issue_reported'
  /** A plugin proposed a fix. Data: the fix. */
  | 'fix_generated'
  /** A fix passed validation. Data: the fix. */
  | 'fix_validated'
  /** A fix was written. Data: the fix. */
  | 'fix_applied'
  /** A candidate fell. Data: the rejection. */
  | 'fix_rejected'
  /** Applying or rolling back went wrong. Data: fix and error. */
  | 'fix_failed'
  /** A fix was taken back. Data: the fix. */
  | 'fix_rolled_back'
  /** A deployment began. */
  | 'deployment_started'
  /** A deployment ended well. */
  | 'deployment_completed'
  /** A deployment failed. */
  | 'deployment_failed';

/** Why an issue has its type: a line of the log and what was seen in it. */
export interface Evidence {
  /** Line of the log, from 1. */
  line: number;
  /** Name of the signature that matched. */
  signature: string;
  /** The text that matched, redacted and shortened. */
  text: string;
}

/** A repair that is applied whole or not at all. */
export interface Fix {
  /** `fix_` and a hash of what it does: the same repair has the same id. */
  id: string;
  /** The issue that it repairs. */
  issueId: string;
  /** Where it stands. */
  state: FixState;
  /** Who made it. */
  plugin: PluginRef;
  /** 0 to 1; only ranks candidates. */
  confidence: number;
  /** How far it may be trusted. */
  safety: Safety;
  /** What it does, for people. */
  description: string;
  /** Every file it touches, sorted by path. */
  changes: Change[];
  /** Commands that a person would run to see that it works. */
  testCommands: string[];
  /** How it is taken back. */
  rollbackPlan: string;
}

/** What `fix` answers. */
export interface FixReport {
  /** How it ended. */
  status: FixStatus;
  /** The issue that was worked on. */
  issue: Issue | null;
  /** The repair. */
  fix: Fix | null;
  /** The ladder that the repair went up. */
  validation: Validation | null;
  /** Every candidate that fell. */
  rejections: Rejection[];
}

/** Where a fix stands. */
export type FixState =
  /** Proposed by a plugin. */
  | 'generated'
  /** Passed every step of validation. */
  | 'validated'
  /** Written to the workspace. */
  | 'applied'
  /** Taken back. */
  | 'rolled_back'
  /** A person or a policy said no. */
  | 'rejected'
  /** Something went wrong; the reason is beside it. */
  | 'failed';

/** How `fix` ended. */
export type FixStatus =
  /** Written to the workspace. */
  | 'applied'
  /** Found and validated, not written. */
  | 'generated'
  /** Nothing to repair was found. */
  | 'declined'
  /** A repair was found but did not pass validation; nothing was changed. */
  | 'failed';

/** One call of a stack, or one place that a tool named. */
export interface Frame {
  /** Path inside the workspace when it could be mapped there, else as the log has it. */
  file: string;
  /** Line, from 1. */
  line?: number;
  /** Column, from 1, in the unit of the runtime that printed it. */
  column?: number;
  /** Name of the function, where the runtime knew it. */
  function?: string;
  /** The project's own code: not a dependency, not the runtime. */
  inApp: boolean;
}

/** A problem with its root cause named. */
export interface Issue {
  /** `issue_` and a hash of the fingerprint. */
  id: string;
  /** The root cause. */
  type: IssueType;
  /** 0 to 1. */
  confidence: number;
  /** How much it hurts. */
  severity: Severity;
  /** The error's own words, redacted. */
  message: string;
  /** Grouping key: stable over numbers, ids and line shifts. */
  fingerprint: string;
  /** The stack, innermost first. */
  frames: Frame[];
  /** Files of the project that the error names. */
  affectedFiles: string[];
  /** First and last line of the log that the issue was first read from, from 1, inclusive. */
  lines: number[];
  /** How often it occurred. */
  count: number;
  /** What the type rests on. */
  evidence?: Evidence[];
  /** The type that came next; absent when nothing spoke for another one. */
  runnerUp?: RunnerUp;
  /** The redacted text that the issue was read from. */
  excerpt?: string;
  /** What the reporter added. */
  context?: Record<string, unknown>;
}

/**
 * The root cause of an issue. A type that AutoFix does not know is kept as it was written,
 * so that a plugin may handle its own.
 */
export type IssueType =
  | 'cors_error'
  | 'api_endpoint_error'
  | 'build_error'
  | 'port_conflict'
  | 'dependency_error'
  | 'api_error'
  | 'router_error'
  | 'component_error'
  | 'middleware_error'
  | 'route_error'
  | 'database_connection'
  | 'ssr_error'
  | 'api_route_error'
  | 'build_optimization'
  | 'migration_error'
  | 'static_files'
  | 'database_error'
  | 'config_error'
  | 'runtime_error'
  | 'unknown'
  | (string & {});

/** A template of log lines and how often it occurred. */
export interface LogPattern {
  /** Stable over runs and files. */
  id: string;
  /** The line with its variable parts replaced. */
  template: string;
  /** Number of lines. */
  count: number;
}

/** Something that a person should know about a manifest. */
export interface ManifestNote {
  /** The file. */
  file: string;
  /** What is the matter. */
  message: string;
}

/** One package of a project. */
export interface PackageStatus {
  /** Folder inside the workspace; empty for the root. */
  folder: string;
  /** The manifest that it was read from, such as `client/package.json`. */
  manifest: string;
  /** Name in the manifest. */
  name: string | null;
  /** `frontend`, `backend`, `fullstack` or `other`. */
  role: string;
  /** What it is made with, such as `express`. */
  frameworks: string[];
}

/** What a plugin says of itself. */
export interface PluginInfo {
  /** Unique name. */
  name: string;
  /** Its version. */
  version: string;
  /** What it does, in one line. */
  summary: string;
  /** Types of issues that it repairs. */
  supportedErrors: IssueType[];
  /** The most that it may ever claim for a fix. */
  maxSafety: Safety;
}

/** Which plugin made a fix. */
export interface PluginRef {
  /** Name of the plugin. */
  name: string;
  /** Its version. */
  version: string;
}

/** A named place in a file. A place that the file does not have is an error, never a guess. */
export type Position =
  /** Before everything but a `#!` line and directives. */
  | 'start_of_file'
  /** After the last import. */
  | 'after_imports'
  /** After the statement that creates the Express app. */
  | 'after_express_init'
  /** After the statement that creates the app, whatever the framework. */
  | 'after_app_init'
  /** Before the first route. */
  | 'before_routes'
  /** After the last route. */
  | 'after_routes'
  /** Before the call that starts listening. */
  | 'before_listen'
  /** At the end. */
  | 'end_of_file'
  | {
      /** The line. */
      line: number;
    };

/** What a project is. */
export interface ProjectStatus {
  /** Its id, where it has one. */
  id: string | null;
  /** Its name: of the configuration, else of its manifest. */
  name: string | null;
  /** The template that fits, such as `react-node`; absent when none does. */
  type: string | null;
  /** Whether there is a configuration. */
  configured: boolean;
  /** Where it runs, such as `production`. */
  environment: string;
  /** Every package, sorted by folder. */
  packages: PackageStatus[];
  /** Why the project has its type. */
  evidence: string[];
  /** What is wrong with the manifests. */
  notes: ManifestNote[];
}

/** A candidate that is not in the answer, and why. */
export interface Rejection {
  /** Name of the plugin. */
  plugin: string;
  /** Why, for people. */
  reason: string;
}

/** The type that came next, and why it lost. */
export interface RunnerUp {
  /** The other type. */
  type: IssueType;
  /** Line of the log that speaks for it, from 1. */
  line: number;
  /** Name of the signature that matched. */
  signature: string;
  /** What speaks for each of the two, for people. */
  reason: string;
}

/** How far a fix may be trusted. Ordered: the later, the safer. */
export type Safety =
  /** Shown to a person, never applied. */
  | 'display_only'
  /** Right in all likelihood, but changes behaviour that a person should see. Applied on request. */
  | 'unsafe'
  /** Repairs the fault and nothing else. May be applied unattended. */
  | 'safe';

/** How much an issue hurts. */
export type Severity =
  /** Cosmetic, or a warning. */
  | 'low'
  /** Something works wrongly. */
  | 'medium'
  /** A feature is down. */
  | 'high'
  /** The program does not start, or data is at risk. */
  | 'critical';

/** How things stand. */
export interface StatusReport {
  /** What the project is. */
  project: ProjectStatus;
  /** Number of issues that were reported or read from logs since the object was made. */
  issues: number;
  /** Fixes that were applied, oldest first. */
  fixes: Fix[];
}

/** How one step of validation ended. */
export type StepStatus =
  /** Holds. */
  | 'passed'
  /** Does not hold: the fix falls. */
  | 'failed'
  /** Could not be asked here, and why is in `detail`. */
  | 'skipped';

/** The whole ladder for one fix. */
export interface Validation {
  /** No step failed. */
  passed: boolean;
  /** A command went from red to green with it. */
  provedByCommand: boolean;
  /** In the order they ran; the first failure is the last step. */
  steps: ValidationStep[];
}

/** One rung of the ladder. */
export interface ValidationStep {
  /** `bounds`, `applies`, `parses`, `policy`, `plugin`, `settled` or `command`. */
  name: string;
  /** How it ended. */
  status: StepStatus;
  /** What was seen. */
  detail?: string;
}
