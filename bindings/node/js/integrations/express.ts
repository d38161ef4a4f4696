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

/** What the routers know of a request; the route is known once one of them took it. */
function factsOf(request: ExpressRequest): RequestFacts {
  const path = read(request.route, 'path');
  const route = typeof path === 'string' || path instanceof RegExp ? `${request.baseUrl ?? ''}${String(path)}` : undefined;
  return { method: request.method, url: request.originalUrl ?? request.url, route };
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
