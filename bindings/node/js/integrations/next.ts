/**
 * Next.js 15 and later, in `instrumentation.ts`:
 *
 * ```ts
 * export const { register, onRequestError } = autofixInstrumentation(() => new AutoFix({ … }));
 * ```
 */

import { read } from '../report/sanitize.js';
import type { CaptureClient } from '../report/types.js';
import { capture, type ServerOptions } from './http.js';

/** A client whose reports can be waited for: a function in the cloud sleeps once it has answered. */
export interface NextClient extends CaptureClient {
  flush?(timeout?: number): unknown;
}

interface NextRequest {
  readonly path: string;
  readonly method: string;
}

interface NextContext {
  readonly routerKind: string;
  readonly routePath: string;
  readonly routeType: string;
  readonly renderSource?: string | undefined;
  readonly revalidateReason?: string | undefined;
}

export interface Instrumentation {
  /** Makes the client when the server starts. */
  register(): Promise<void>;
  /** Reports an error of a page, a route handler, an action or the middleware. */
  onRequestError(error: unknown, request: NextRequest, context: NextContext): Promise<void>;
}

const FLUSH = 2_000;

/** The two functions that Next.js looks for. The client is made once, and lazily. */
export function autofixInstrumentation(
  make: () => NextClient | Promise<NextClient>,
  options: ServerOptions = {},
): Instrumentation {
  let client: Promise<NextClient | undefined> | undefined;
  const known = (): Promise<NextClient | undefined> => {
    client ??= Promise.resolve()
      .then(make)
      .catch((reason: unknown) => {
        // The app starts without reporting; silence would hide why.
        console.error('AutoFix is not reporting:', reason);
        return undefined;
      });
    return client;
  };
  return {
    async register() {
      await known();
    },
    async onRequestError(error, request, context) {
      const reporter = await known();
      if (reporter === undefined) return;
      const digest = read(error, 'digest');
      const next = {
        router: context.routerKind,
        type: context.routeType,
        source: context.renderSource,
        reason: context.revalidateReason,
        digest: typeof digest === 'string' ? digest : undefined,
      };
      const facts = { method: request.method, url: request.path, route: context.routePath };
      capture(reporter, error, facts, 500, options, { next });
      try {
        await reporter.flush?.(FLUSH);
      } catch {
        // As everywhere: reporting is never the reason for a failure.
      }
    },
  };
}

export type { ServerOptions } from './http.js';
