import { describe, expect, test } from 'vitest';
import { Reporter, type Hint, type Report } from '../../js/report/index.js';

async function report(error: unknown, hint?: Hint): Promise<Report> {
  const sent: Report[] = [];
  const reporter = new Reporter({
    transport: (batch) => {
      sent.push(...batch);
    },
  });
  expect(reporter.captureException(error, hint)).toBe(true);
  await reporter.flush();
  expect(sent).toHaveLength(1);
  const [only] = sent;
  if (only === undefined) throw new Error('no report');
  // Whatever was thrown, a report is JSON of a bounded size.
  expect(JSON.parse(JSON.stringify(only))).toEqual(only);
  expect(JSON.stringify(only).length).toBeLessThan(200_000);
  return only;
}

function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

const everythingThrows: ProxyHandler<object> = new Proxy(
  {},
  {
    get() {
      return () => {
        throw new Error('trap');
      };
    },
  },
);

class ValidationError extends Error {
  override name = 'ValidationError';
}

describe('thrown values are told in words', () => {
  const rows: [string, unknown, string][] = [
    ['an error', new RangeError('too far'), 'RangeError: too far'],
    ['a subclass', new ValidationError('name'), 'ValidationError: name'],
    ['an error without a message', new TypeError(), 'TypeError'],
    ['an error whose name is in the message', Object.assign(new Error('Error: twice')), 'Error: twice'],
    ['a DOMException', new DOMException('gone', 'AbortError'), 'AbortError: gone'],
    ['a text', 'plain', 'plain'],
    ['an empty text', '', ''],
    ['a number', 7, 'Thrown: 7'],
    ['nothing', undefined, 'Thrown: undefined'],
    ['null', null, 'Thrown: null'],
    ['a big integer', 7n, 'Thrown: 7'],
    ['a symbol', Symbol('s'), 'Thrown: Symbol(s)'],
    ['a function', () => 1, 'Thrown: [function]'],
    ['an object', { code: 1, password: 'x' }, 'Thrown: {"code":1,"password":<redacted:secret>}'],
    ['an object with a message', { message: 'm' }, 'Error: m'],
    ['an object without a prototype', Object.create(null) as unknown, 'Thrown: {}'],
    ['a list', [1, [2]], 'Thrown: [1,[2]]'],
    ['a map', new Map([['k', 1]]), 'Thrown: {"k":1}'],
    ['a revoked proxy', revoked({}), 'Thrown: [unreadable]'],
    ['a proxy that throws', new Proxy({}, everythingThrows), 'Thrown: [unreadable]'],
    ['a revoked proxy of an error', revoked(new Error('x')), 'Thrown: [unreadable]'],
  ];

  test.each(rows)('%s', async (_name, value, message) => {
    expect((await report(value)).message).toBe(message);
  });
});

describe('hostile errors', () => {
  const getter = (key: string): Error =>
    Object.defineProperty(new Error('m'), key, {
      get() {
        throw new Error('getter');
      },
    });

  test.each(['message', 'stack', 'name', 'cause', 'errors', 'code'])('%s throws when it is read', async (key) => {
    const { message, stack } = await report(getter(key));
    expect(`${message}\n${stack ?? ''}`).toMatch(key === 'message' ? /Error: m|unreadable/ : 'Error: m');
  });

  test.each(['message', 'stack', 'name', 'cause', 'errors', 'code'])('%s is no text', async (key) => {
    for (const value of [7, null, {}, [], () => 1, Symbol('x'), revoked([])]) {
      await report(Object.defineProperty(new Error('m'), key, { value }));
    }
  });

  test('a message of many megabytes keeps the stack below it', async () => {
    const begun = Date.now();
    const { message, stack } = await report(new Error('words and '.repeat(2_000_000)));
    expect(message.length).toBeLessThan(4_100);
    expect(stack).toContain('throwables.test.ts');
    expect((await report('x'.repeat(20_000_000))).message.length).toBeLessThan(100);
    expect(Date.now() - begun).toBeLessThan(1_000);
  });

  test('a stack of many megabytes', async () => {
    const error = new Error('deep');
    error.stack = `Error: deep\n${'    at f (/srv/a.js:1:1)\n'.repeat(200_000)}`;
    const { stack } = await report(error);
    expect(stack?.startsWith('Error: deep\n    at f (')).toBe(true);
    expect(stack?.length).toBeLessThan(20_000);
  });

  test('context of any kind', async () => {
    const cycle: Record<string, unknown> = { name: 'c', when: new Date(0), not: Number.NaN, list: new Set([1]) };
    cycle['self'] = cycle;
    let deep: unknown = 'end';
    for (let i = 0; i < 10_000; i += 1) deep = { deep };
    const context = {
      cycle,
      deep,
      wide: Array.from({ length: 100_000 }, (_, i) => i),
      bytes: new Uint8Array(1_000_000),
      dead: revoked({}),
      text: 'x'.repeat(1_000_000),
      missing: undefined,
      ['__proto__']: { polluted: true },
    };
    const { context: kept } = await report(new Error('m'), { context });
    expect(kept['cycle']).toEqual({ name: 'c', when: '1970-01-01T00:00:00.000Z', not: 'NaN', list: [1], self: '[circular]' });
    expect(kept['bytes']).toBe('[Uint8Array of 1000000 bytes]');
    expect(kept['dead']).toBe('[unreadable]');
    expect(kept).not.toHaveProperty('missing');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('a hint that cannot be read', () => {
    const reporter = new Reporter({ transport: () => undefined });
    expect(() => reporter.captureException(new Error('m'), revoked({}) as Hint)).not.toThrow();
    expect(() => {
      reporter.addBreadcrumb(revoked({}) as never);
      reporter.setContext('x', revoked({}));
      reporter.setContext(7 as never, 1);
    }).not.toThrow();
  });
});

describe('causes', () => {
  test('stand below the stack as Node prints them', async () => {
    const inner = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
    const coded = Object.assign(new Error('query failed'), { code: '57P01', cause: inner });
    const { message, stack } = await report(new Error('cannot load users', { cause: coded }));
    expect(message).toBe('Error: cannot load users');
    expect(stack).toMatch(/^Error: cannot load users\n {4}at /);
    expect(stack).toMatch(/\n {2}\[cause\]: Error: query failed\n {6}at [^]*code: '57P01'[^]*\n {2}\[cause\]: Error: connect ECONNREFUSED/);
  });

  test('of an AggregateError', async () => {
    const { stack } = await report(new AggregateError([new Error('one'), 'two', { three: 3 }], 'all failed'));
    expect(stack).toContain('[cause]: Error: one');
    expect(stack).toContain('[cause]: two');
    expect(stack).toContain('[cause]: Thrown: {"three":3}');
  });

  test('that form a circle, or never end', async () => {
    const a = new Error('a');
    const b = new Error('b', { cause: a });
    a.cause = b;
    expect((await report(a)).stack?.match(/\[cause\]/g)).toHaveLength(1);
    const endless = (): object => ({ message: 'again', get cause() { return endless(); } });
    expect((await report(endless())).stack?.match(/\[cause\]/g)).toHaveLength(8);
    const many = new AggregateError(Array.from({ length: 10_000 }, (_, i) => new Error(String(i))));
    expect((await report(many)).stack?.match(/\[cause\]/g)).toHaveLength(8);
  });
});
