/** Middleware for Express 4 and 5. */

import { read } from '../report/sanitize.js';
import type { CaptureClient } from '../report/types.js';
import { capture, inScope, statusOf, type RequestFacts, type ServerOptions } from './http.js';

interface ExpressRequest {
  method?: string;
  originalUrl?: string;
  url?: string;
  baseUrl?: string;
  route?: unknown;
}

interface ExpressResponse {
  statusCode: number;
}

type Next = (error?: unknown) => void;

function segments(path: string): string[] {
  return (path.split('?', 1)[0] ?? '').split('/').filter((part) => part !== '');
}

/**
 * The pattern of the route that took a request. When an error arrives the routers have taken back where
 * they were mounted, so that part is read from the URL, in front of as many segments as the pattern has.
 */
function routeOf(request: ExpressRequest, url: string | undefined): string | undefined {
  const path = read(request.route, 'path');
  if (typeof path !== 'string') return path instanceof RegExp ? String(path) : undefined;
  const base = request.baseUrl ?? '';
  if (base !== '' || url === undefined || /[*{}()?+]/.test(path)) return base + path;
  const mount = segments(url).slice(0, -segments(path).length || undefined);
  return mount.length === 0 ? path : `/${mount.join('/')}${path === '/' ? '' : path}`;
}

function factsOf(request: ExpressRequest): RequestFacts {
  const url = request.originalUrl ?? request.url;
  return { method: request.method, url, route: routeOf(request, url) };
}

/** Gives each request a scope: `app.use(autofixRequestHandler(client))`, before the routes. */
export function autofixRequestHandler(
  client: CaptureClient,
): (request: ExpressRequest, response: ExpressResponse, next: Next) => void {
  return function autofixRequest(request, _response, next) {
    inScope(client, factsOf(request), () => {
      next();
    });
  };
}

/**
 * Reports errors and passes them on: `app.use(autofixErrorHandler(client))`, behind the routes and
 * before the app's own error handlers.
 */
export function autofixErrorHandler(
  client: CaptureClient,
  options: ServerOptions = {},
): (error: unknown, request: ExpressRequest, response: ExpressResponse, next: Next) => void {
  // Express tells error handlers by their four parameters.
  return function autofixError(error, request, response, next) {
    capture(client, error, factsOf(request), statusOf(error, response.statusCode), options);
    next(error);
  };
}

export type { ServerOptions } from './http.js';
