export { Reporter } from './reporter.js';
export { redact, redactJson, type Json } from './redact.js';
export { Scope, SynchronousScopes, type Breadcrumb, type ScopeHandle, type ScopeStore } from './scope.js';
export type {
  BeforeSend,
  CaptureClient,
  Hint,
  Report,
  ReporterOptions,
  ReporterStats,
  Transport,
} from './types.js';
