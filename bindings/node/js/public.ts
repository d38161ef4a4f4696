export type { AutoFixOptions, CallOptions, Command, IssueReport } from './autofix.js';
export type { Files } from './engine.js';
export { AutoFixAbortError, AutoFixError } from './errors.js';
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
export type * from './types.js';
