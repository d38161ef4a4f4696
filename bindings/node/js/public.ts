export type { CallOptions, Command, IssueReport, ReportingOptions } from './autofix.js';
export type { Files } from './engine.js';
export { AutoFixAbortError, AutoFixError } from './errors.js';
export { openFolder, type ProjectFolder } from './folder.js';
export type { AutoFixEvent, EventData, Listener } from './events.js';
export {
  FixPlugin,
  type Declined,
  type FixPluginConfig,
  type PluginAnalysis,
  type PluginError,
  type PluginProject,
  type Proposal,
  type ProposedChange,
  type ProposedFix,
  type Verdict,
} from './plugin.js';
export type { Breadcrumb, CaptureClient, Hint, Report, ScopeHandle, Transport } from './report/index.js';
export type * from './types.js';
