/** What integrations with servers have in common. */

import { read } from '../report/sanitize.js';
import { withoutQueryValues } from '../report/text.js';
import type { CaptureClient, Hint } from '../report/types.js';

export interface ServerOptions {
  /** Which errors are reported; those that are answered with a status of 500 or more, by default. */
  shouldCapture?: (error: unknown, status: number) => boolean;
}

/** A request in words: no headers, no body, and of the query the names alone. */
export interface RequestFacts {
  method?: string | undefined;
  url?: string | undefined;
  route?: string | undefined;
}

export function facts(request: RequestFacts): Record<string, string> {
  const out: Record<string, string> = {};
  if (request.method !== undefined) out['method'] = request.method;
  if (request.url !== undefined) out['url'] = withoutQueryValues(request.url);
  if (request.route !== undefined && request.route !== '') out['route'] = request.route;
  return out;
}

/** The status that an error names, where it is one of an error. */
export function statusOf(error: unknown, preset: unknown): number {
  for (const status of [read(error, 'status'), read(error, 'statusCode'), preset]) {
    if (typeof status === 'number' && status >= 400 && status < 600) return status;
  }
  return 500;
}

/** Reports an error of a request. Whatever goes wrong here, the request goes on. */
export function capture(
  client: CaptureClient,
  error: unknown,
  request: RequestFacts,
  status: number,
  options: ServerOptions,
  more: Hint['context'] = {},
): void {
  try {
    const wanted = options.shouldCapture === undefined ? status >= 500 : options.shouldCapture(error, status);
    if (wanted) client.captureException(error, { context: { request: { ...facts(request), status }, ...more } });
  } catch {
    // Reporting is never the reason for a failure.
  }
}

/** Goes on with a request in a scope of its own, and goes on exactly once whatever the client does. */
export function inScope(client: CaptureClient, request: RequestFacts, proceed: () => void): void {
  const state = { begun: false };
  const work = (): void => {
    state.begun = true;
    proceed();
  };
  try {
    client.withScope?.((scope) => {
      scope.setContext('request', facts(request));
      work();
    });
  } catch (error) {
    // What the app itself throws is its own.
    if (state.begun) throw error;
  }
  if (!state.begun) work();
}
