/** A plugin for Fastify 4 and 5: `app.register(autofixPlugin, { client })`. */

import { read } from '../report/sanitize.js';
import type { CaptureClient } from '../report/types.js';
import { capture, inScope, statusOf, type RequestFacts, type ServerOptions } from './http.js';

export interface AutofixPluginOptions extends ServerOptions {
  client: CaptureClient;
}

interface FastifyRequest {
  method: string;
  url: string;
  routeOptions?: { url?: string | undefined };
}

interface FastifyReply {
  statusCode: number;
}

type Done = () => void;

interface FastifyInstance {
  addHook(name: 'onRequest', hook: (request: FastifyRequest, reply: FastifyReply, done: Done) => void): unknown;
  addHook(
    name: 'onError',
    hook: (request: FastifyRequest, reply: FastifyReply, error: Error, done: Done) => void,
  ): unknown;
}

function factsOf(request: FastifyRequest): RequestFacts {
  return { method: request.method, url: request.url, route: request.routeOptions?.url };
}

/** Gives each request a scope, and reports the errors that are answered. */
export function autofixPlugin(app: FastifyInstance, options: AutofixPluginOptions, done: (error?: Error) => void): void {
  const { client } = options;
  if (typeof read(client, 'captureException') !== 'function') {
    done(new TypeError('autofixPlugin needs a client: app.register(autofixPlugin, { client })'));
    return;
  }
  app.addHook('onRequest', (request, _reply, next) => {
    inScope(client, factsOf(request), next);
  });
  app.addHook('onError', (request, reply, error, next) => {
    capture(client, error, factsOf(request), statusOf(error, reply.statusCode), options);
    next();
  });
  done();
}

// A plugin is a world of its own in Fastify; these symbols make its hooks those of the whole app.
Object.assign(autofixPlugin, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'autofix',
  [Symbol.for('plugin-meta')]: { name: 'autofix', fastify: '>=4' },
});

export default autofixPlugin;
export type { ServerOptions } from './http.js';
