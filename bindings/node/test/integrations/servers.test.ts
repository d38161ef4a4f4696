import type { AddressInfo } from 'node:net';
import { createServer, type RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import express, { type Express, type ErrorRequestHandler } from 'express';
// @ts-expect-error The former major version has no types of its own here.
import express4 from 'express4';
import fastify from 'fastify';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { autofixErrorHandler, autofixRequestHandler } from '../../js/integrations/express.js';
import { autofixPlugin } from '../../js/integrations/fastify.js';
import { autofixInstrumentation } from '../../js/integrations/next.js';
import { createNodeReporter, type CaptureClient, type Report, type Reporter } from '../../js/report/node.js';

const open: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

function client(): { reporter: Reporter; reports: () => Promise<Report[]> } {
  const sent: Report[] = [];
  const reporter = createNodeReporter({
    transport: (batch) => {
      sent.push(...batch);
    },
  });
  open.push(() => reporter.close());
  const reports = async (): Promise<Report[]> => {
    await reporter.flush();
    return sent;
  };
  return { reporter, reports };
}

async function listen(app: RequestListener): Promise<string> {
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(() => server.close());
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

/** A client at its worst: the app must not notice. */
const broken: CaptureClient = {
  captureException() {
    throw new Error('client');
  },
  withScope() {
    throw new Error('client');
  },
};

const versions: [string, () => Express][] = [
  ['Express 5', express],
  ['Express 4', express4 as () => Express],
];

describe.each(versions)('%s', (_name, make) => {
  function shop(used: CaptureClient, crumbs?: Reporter): Express {
    const app = make();
    app.use(autofixRequestHandler(used));
    const router = express === (make as unknown) ? express.Router() : (express4 as typeof express).Router();
    router.get('/items/:id', async (request, _response, next) => {
      const { id } = request.params;
      crumbs?.addBreadcrumb({ message: `looked up ${id}` });
      await sleep(id === '1' ? 40 : 10);
      crumbs?.addBreadcrumb({ message: `found ${id}` });
      next(new Error(`item ${id} is broken`));
    });
    router.get('/sync', () => {
      throw new TypeError('no such field');
    });
    router.get('/missing', (_request, _response, next) => {
      next(Object.assign(new Error('not here'), { status: 404 }));
    });
    router.get('/fine', (_request, response) => {
      response.json({ ok: true });
    });
    app.use('/api', router);
    app.use(autofixErrorHandler(used));
    const answer: ErrorRequestHandler = (error: Error & { status?: number }, _request, response, _next) => {
      response.status(error.status ?? 500).json({ error: error.message });
    };
    app.use(answer);
    return app;
  }

  test('errors are reported with their request and passed on', async () => {
    const { reporter, reports } = client();
    const base = await listen(shop(reporter));
    const response = await fetch(`${base}/api/sync?page=2&mail=ann%40example.org`, { headers: { cookie: 'sid=secret1' } });
    expect([response.status, await response.json()]).toEqual([500, { error: 'no such field' }]);
    const [report, ...others] = await reports();
    expect(others).toEqual([]);
    expect(report?.message).toBe('TypeError: no such field');
    expect(report?.context['request']).toEqual({
      method: 'GET',
      url: '/api/sync?page=*&mail=*',
      route: '/api/sync',
      status: 500,
    });
    expect(JSON.stringify(report)).not.toMatch(/secret1|ann/);
  });

  test('what happens in one request stays with it', async () => {
    const { reporter, reports } = client();
    const base = await listen(shop(reporter, reporter));
    await Promise.all([fetch(`${base}/api/items/1`), fetch(`${base}/api/items/2`)]);
    const told = (await reports()).map(({ message, context }) => [
      message,
      (context['request'] as { url: string }).url,
      (context['breadcrumbs'] as { message: string }[]).map((crumb) => crumb.message),
    ]);
    expect(told).toEqual([
      ['Error: item 2 is broken', '/api/items/2', ['looked up 2', 'found 2']],
      ['Error: item 1 is broken', '/api/items/1', ['looked up 1', 'found 1']],
    ]);
  });

  test('what a client did wrong is not reported, unless asked for', async () => {
    const { reporter, reports } = client();
    const base = await listen(shop(reporter));
    expect((await fetch(`${base}/api/missing`)).status).toBe(404);
    expect((await fetch(`${base}/api/fine`)).status).toBe(200);
    expect(await reports()).toEqual([]);
  });

  test('a broken client harms nobody', async () => {
    const base = await listen(shop(broken));
    expect(await (await fetch(`${base}/api/fine`)).json()).toEqual({ ok: true });
    expect(await (await fetch(`${base}/api/sync`)).json()).toEqual({ error: 'no such field' });
  });
});

test('an error handler of Express has four parameters', () => {
  expect(autofixErrorHandler(broken)).toHaveLength(4);
});

test('the app says which errors are reported', async () => {
  const { reporter, reports } = client();
  const app = express();
  app.get('/', () => {
    throw Object.assign(new Error('gone'), { status: 410 });
  });
  app.use(autofixErrorHandler(reporter, { shouldCapture: (_error, status) => status === 410 }));
  app.use(((_error, _request, response, _next) => {
    response.end();
  }) as ErrorRequestHandler);
  await fetch(await listen(app));
  expect(await reports()).toMatchObject([{ message: 'Error: gone', context: { request: { status: 410 } } }]);
});

describe('Fastify 5', () => {
  test('errors of every plugin are reported with their request', async () => {
    const { reporter, reports } = client();
    const app = fastify();
    await app.register(autofixPlugin, { client: reporter });
    await app.register(
      (inner, _options, done) => {
        inner.get('/items/:id', async (request) => {
          const { id } = request.params as { id: string };
          reporter.addBreadcrumb({ message: `looked up ${id}` });
          await sleep(id === '1' ? 40 : 10);
          throw new Error(`item ${id} is broken`);
        });
        inner.get('/missing', async () => {
          await sleep(1);
          throw Object.assign(new Error('not here'), { statusCode: 404 });
        });
        done();
      },
      { prefix: '/api' },
    );
    const answers = await Promise.all(['items/1?token=abcdef', 'items/2', 'missing'].map((path) => app.inject(`/api/${path}`)));
    expect(answers.map((answer) => answer.statusCode)).toEqual([500, 500, 404]);
    await app.close();
    const told = await reports();
    expect(told.map(({ message, context }) => [message, context['request'], context['breadcrumbs']])).toEqual([
      [
        'Error: item 2 is broken',
        { method: 'GET', url: '/api/items/2', route: '/api/items/:id', status: 500 },
        [expect.objectContaining({ message: 'looked up 2' })],
      ],
      [
        'Error: item 1 is broken',
        { method: 'GET', url: '/api/items/1?token=*', route: '/api/items/:id', status: 500 },
        [expect.objectContaining({ message: 'looked up 1' })],
      ],
    ]);
  });

  test('a broken client harms nobody, a missing one is told at the start', async () => {
    const app = fastify();
    await app.register(autofixPlugin, { client: broken });
    app.get('/', () => Promise.reject(new Error('mine')));
    expect((await app.inject('/')).json()).toMatchObject({ message: 'mine' });
    await app.close();
    await expect(fastify().register(autofixPlugin, {} as never)).rejects.toThrow('needs a client');
  });
});

describe('Next.js', () => {
  const request = { path: '/api/items?id=7', method: 'POST', headers: { cookie: 'sid=secret1' } };
  const context = { routerKind: 'App Router', routePath: '/api/items', routeType: 'route', renderSource: undefined } as const;

  test('the client is made once, and errors leave before the answer', async () => {
    const { reporter } = client();
    const sent: Report[] = [];
    let made = 0;
    const next = autofixInstrumentation(() => {
      made += 1;
      return {
        captureException: (error, hint) => reporter.captureException(error, hint),
        flush: () => {
          reporter.sendSync();
        },
      };
    });
    open.push(() => sent.splice(0));
    await next.register();
    await next.onRequestError(Object.assign(new Error('no row'), { digest: '123' }), request, context);
    expect(made).toBe(1);
    expect(reporter.stats).toMatchObject({ captured: 1, sent: 1 });
  });

  test('the report tells route and request, without values and headers', async () => {
    const { reporter, reports } = client();
    const next = autofixInstrumentation(() => Promise.resolve(reporter));
    await next.onRequestError(Object.assign(new Error('no row'), { digest: '123' }), request, context);
    const [report] = await reports();
    expect(report).toMatchObject({
      message: 'Error: no row',
      context: {
        request: { method: 'POST', url: '/api/items?id=*', route: '/api/items', status: 500 },
        next: { router: 'App Router', type: 'route', digest: '123' },
      },
    });
    expect(JSON.stringify(report)).not.toContain('secret1');
  });

  test('a client that cannot be made harms nobody, and says so', async () => {
    const said = vi.spyOn(console, 'error').mockReturnValue();
    const next = autofixInstrumentation(() => {
      throw new Error('no configuration');
    });
    await next.register();
    await next.onRequestError(new Error('x'), request, context);
    expect(said).toHaveBeenCalledOnce();
    said.mockRestore();
  });
});
