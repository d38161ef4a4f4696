/** The words of reporting. */

import type { Json } from './redact.js';

/** An error on its way to the engine: the argument of `reportIssue`, with how often it occurred. */
export interface Report {
  /** The issue type, where the reporter knows it; else the engine finds it. */
  type?: string;
  /** The error's own words with its name in front, redacted. */
  message: string;
  /** The stack as the runtime printed it, redacted, with the causes below. */
  stack?: string;
  /** What the program added, and `breadcrumbs`, `time` (milliseconds since 1970) and `handled`. */
  context: Record<string, Json>;
  /** Paths that the program holds for affected. */
  affectedFiles?: string[];
  /** How many times it occurred since it was last reported; at least 1. */
  count: number;
}

/** What the program knows about an error. */
export interface Hint {
  /** The issue type, when it is known better than the error tells. */
  type?: string;
  /** Goes into the report's context, over the scope's. */
  context?: Record<string, unknown>;
  affectedFiles?: readonly string[];
  /** `false` for an error that nobody caught. */
  handled?: boolean;
}

/** Takes reports away. What it throws or rejects with is swallowed, and its reports count as dropped. */
export type Transport = (batch: Report[]) => void | Promise<void>;

/** Sees every report before it leaves, redacted; answers what is sent in its place, or null for nothing. */
export type BeforeSend = (report: Report) => Report | null | Promise<Report | null>;

export interface ReporterOptions {
  transport: Transport;
  /** Used for what is left when the process ends, where nothing can be waited for. */
  syncTransport?: (batch: Report[]) => void;
  beforeSend?: BeforeSend;
  /** Share of errors that is reported, 0 to 1. Default 1. */
  sampleRate?: number;
  /** Reports that may wait; the oldest are dropped beyond it. Default 100. */
  maxQueue?: number;
  /** Breadcrumbs of a report. Default 30. */
  maxBreadcrumbs?: number;
  /** Milliseconds within which the same error is counted instead of reported again. Default 5000. */
  dedupeWindow?: number;
  /** Milliseconds that a report waits for others before it is sent. Default 250. */
  flushDelay?: number;
  /** Milliseconds after which a delivery without an answer is given up. Default 30000. */
  transportTimeout?: number;
}

/** What happened to the errors, counted by occurrence. */
export interface ReporterStats {
  /** Accepted by `captureException` and `captureMessage`. */
  captured: number;
  /** Of these, joined to a report of the same error. */
  merged: number;
  /** Left out by `sampleRate`; not among the captured. */
  sampledOut: number;
  /** Of the captured, given to the transport with success. */
  sent: number;
  /** Of the captured, lost: the queue was full, `beforeSend` said no or failed, or the transport failed. */
  dropped: number;
}

/** What handlers and integrations need of a client. */
export interface CaptureClient {
  captureException(error: unknown, hint?: Hint): unknown;
  withScope?<T>(work: (scope: { setContext(key: string, value: unknown): void }) => T): T;
}
