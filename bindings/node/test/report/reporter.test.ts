import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Reporter, type Report, type ReporterOptions } from '../../js/report/index.js';

let batches: Report[][];

function make(options: Partial<ReporterOptions> = {}): Reporter {
  batches = [];
  return new Reporter({
    transport: (batch) => {
      batches.push(batch);
    },
    ...options,
  });
}

function sent(): Report[] {
  return batches.flat();
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe('what is reported', () => {
  test('name, message and stack, later than the call', async () => {
    const reporter = make();
    const error = new TypeError('x is not a function');
    expect(reporter.captureException(error, { type: 'runtime_error', affectedFiles: ['a.js'], handled: true })).toBe(true);
    expect(sent()).toEqual([]);
    await vi.advanceTimersByTimeAsync(250);
    expect(sent()).toEqual([
      {
        type: 'runtime_error',
        message: 'TypeError: x is not a function',
        stack: error.stack,
        affectedFiles: ['a.js'],
        context: { time: expect.any(Number) as number, handled: true },
        count: 1,
      },
    ]);
    expect(reporter.stats).toEqual({ captured: 1, merged: 0, sampledOut: 0, sent: 1, dropped: 0 });
  });

  test('secrets are gone before anybody sees them', async () => {
    const seen: string[] = [];
    const reporter = make({
      beforeSend: (report) => {
        seen.push(JSON.stringify(report));
        return report;
      },
    });
    reporter.setContext('user', { name: 'ann', apiKey: 'k1', mail: 'ann@example.org' });
    reporter.setContext('session_token', 'k2');
    reporter.addBreadcrumb({ message: 'password=k3xyz', data: { cookie: 'k4' } });
    const error = new Error('no login at postgres://app:k5xyz@db/shop', { cause: new Error('token="k6xyz"') });
    reporter.captureException(error, { context: { authorization: 'k7', url: '/?token=k8xyz' } });
    await reporter.flush();
    expect(seen).toHaveLength(1);
    expect(seen[0]).not.toMatch(/k\d/);
    expect(seen[0]).not.toContain('example.org');
    expect(sent()[0]?.message).toBe('Error: no login at postgres://app:<redacted:password>@db/shop');
    expect(sent()[0]?.stack?.startsWith(String(sent()[0]?.message))).toBe(true);
  });

  test('a secret that the length limit would cut goes as a whole', async () => {
    const reporter = make();
    const jwt = `${'ey' + 'J'}${'a'.repeat(50)}.${'b'.repeat(3_000)}.c`;
    reporter.captureMessage(`${'word '.repeat(600)}${jwt} end`);
    await reporter.flush();
    expect(sent()[0]?.message).not.toContain('bbb');
    expect(sent()[0]?.message).toContain('more characters');
  });

  test('a message without an error', async () => {
    const reporter = make();
    reporter.captureMessage('disk is nearly full', { context: { free: 3 } });
    await reporter.flush();
    expect(sent()[0]).toMatchObject({ message: 'disk is nearly full', context: { free: 3 } });
    expect(sent()[0]).not.toHaveProperty('stack');
  });
});

describe('the same error', () => {
  const boom = (text = 'boom'): Error => {
    const error = new Error(text);
    error.stack = `Error: ${text}\n    at f (/srv/node_modules/x/i.js:1:1)\n    at g (/srv/app.js:2:3)`;
    return error;
  };

  test('is counted while it waits', async () => {
    const reporter = make();
    for (let i = 0; i < 5; i += 1) reporter.captureException(boom());
    reporter.captureException(boom('other'));
    await reporter.flush();
    expect(sent().map(({ message, count }) => [message, count])).toEqual([
      ['Error: boom', 5],
      ['Error: other', 1],
    ]);
  });

  test('is counted after it was sent, and told once more when the window ends', async () => {
    const reporter = make({ dedupeWindow: 5_000 });
    reporter.captureException(boom());
    await vi.advanceTimersByTimeAsync(300);
    for (let i = 0; i < 7; i += 1) reporter.captureException(boom());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sent()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(sent().map(({ count }) => count)).toEqual([1, 7]);
    expect(reporter.stats).toEqual({ captured: 8, merged: 6, sampledOut: 0, sent: 8, dropped: 0 });
    reporter.captureException(boom());
    await vi.advanceTimersByTimeAsync(300);
    expect(sent()).toHaveLength(3);
  });

  test('with another place in the app is another error', async () => {
    const reporter = make();
    reporter.captureException(boom());
    const elsewhere = boom();
    elsewhere.stack = elsewhere.stack?.replace('app.js:2', 'app.js:9') ?? '';
    reporter.captureException(elsewhere);
    await reporter.flush();
    expect(sent()).toHaveLength(2);
  });

  test('as the same object is reported once', async () => {
    const reporter = make();
    const error = boom();
    expect(reporter.captureException(error)).toBe(true);
    expect(reporter.captureException(error)).toBe(false);
    await reporter.flush();
    expect(sent()).toMatchObject([{ count: 1 }]);
  });

  test('can be reported every time', async () => {
    const reporter = make({ dedupeWindow: 0 });
    reporter.captureException(boom());
    reporter.captureException(boom());
    await reporter.flush();
    expect(sent()).toHaveLength(2);
  });
});

describe('dropping instead of blocking', () => {
  test('the queue is bounded and the oldest goes', async () => {
    const reporter = make({ maxQueue: 3 });
    for (let i = 0; i < 10; i += 1) reporter.captureMessage(`number ${String(i)}`);
    await reporter.flush();
    expect(sent().map(({ message }) => message)).toEqual(['number 7', 'number 8', 'number 9']);
    expect(reporter.stats).toMatchObject({ captured: 10, sent: 3, dropped: 7 });
  });

  test('a transport that throws, rejects or hangs harms nothing', async () => {
    const answers = [
      (): void => {
        throw new Error('down');
      },
      () => Promise.reject(new Error('down')),
      () => new Promise<void>(() => undefined),
      (): void => undefined,
    ];
    let calls = 0;
    const reporter = make({ transport: () => answers[calls++]?.(), transportTimeout: 1_000 });
    for (let i = 0; i < 4; i += 1) {
      reporter.captureMessage(`number ${String(i)}`);
      await vi.advanceTimersByTimeAsync(2_000);
    }
    expect(calls).toBe(4);
    expect(reporter.stats).toMatchObject({ captured: 4, sent: 1, dropped: 3 });
  });

  test('while one delivery hangs, the next waits in the queue', async () => {
    let release: () => void = () => undefined;
    const seen: number[] = [];
    const reporter = make({
      transport: (batch) => {
        seen.push(batch.length);
        return seen.length === 1 ? new Promise<void>((resolve) => (release = resolve)) : undefined;
      },
    });
    reporter.captureMessage('a');
    await vi.advanceTimersByTimeAsync(300);
    reporter.captureMessage('b');
    await vi.advanceTimersByTimeAsync(300);
    reporter.captureMessage('c');
    await vi.advanceTimersByTimeAsync(300);
    expect(seen).toEqual([1]);
    release();
    await vi.advanceTimersByTimeAsync(300);
    expect(seen).toEqual([1, 2]);
  });

  test('a beforeSend that fails, refuses or hangs drops its own report only', async () => {
    const reporter = make({
      transportTimeout: 1_000,
      beforeSend: (report) => {
        if (report.message === 'throws') throw new Error('hook');
        if (report.message === 'rejects') return Promise.reject(new Error('hook'));
        if (report.message === 'hangs') return new Promise(() => undefined);
        if (report.message === 'refused') return null;
        if (report.message === 'nonsense') return 7 as unknown as Report;
        if (report.message === 'later') return Promise.resolve({ ...report, message: 'later, changed' });
        return report;
      },
    });
    for (const text of ['throws', 'rejects', 'hangs', 'refused', 'nonsense', 'later', 'kept']) reporter.captureMessage(text);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(sent().map(({ message }) => message)).toEqual(['kept', 'later, changed']);
    expect(reporter.stats).toMatchObject({ sent: 2, dropped: 5 });
  });

  test('what a transport captures itself is left out', async () => {
    const reporter: Reporter = make({
      transport: () => {
        reporter.captureMessage('about myself');
      },
    });
    reporter.captureMessage('a');
    await reporter.flush();
    expect(reporter.stats).toMatchObject({ captured: 1, sent: 1 });
  });

  test('sampling leaves out before anything is read', () => {
    const never = make({ sampleRate: 0 });
    const error = { get message(): string { throw new Error('read'); } };
    expect(never.captureException(error)).toBe(false);
    expect(never.stats).toMatchObject({ captured: 0, sampledOut: 1 });
    const random = vi.spyOn(Math, 'random');
    const half = make({ sampleRate: 0.5 });
    random.mockReturnValueOnce(0.4).mockReturnValueOnce(0.6);
    expect([half.captureMessage('a'), half.captureMessage('b')]).toEqual([true, false]);
    random.mockRestore();
  });
});

describe('the end', () => {
  test('flush answers whether all was through', async () => {
    const reporter = make({ transport: () => new Promise<void>(() => undefined) });
    reporter.captureMessage('a');
    const answer = reporter.flush(500);
    await vi.advanceTimersByTimeAsync(600);
    expect(await answer).toBe(false);
    expect(await make().flush()).toBe(true);
  });

  test('close sends what waits, undoes the handlers, and takes nothing more', async () => {
    const reporter = make();
    const undone = vi.fn();
    reporter.onClose(() => {
      throw new Error('undo');
    });
    reporter.onClose(undone);
    reporter.captureMessage('a');
    expect(await reporter.close()).toBe(true);
    expect(undone).toHaveBeenCalledOnce();
    expect(reporter.captureMessage('b')).toBe(false);
    expect(sent()).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('what waits can go synchronously', () => {
    const last: Report[] = [];
    const reporter = make({
      syncTransport: (batch) => {
        last.push(...batch);
      },
    });
    reporter.captureMessage('a');
    reporter.sendSync();
    expect(last).toMatchObject([{ message: 'a' }]);
    expect(batches).toEqual([]);
  });
});

describe('scopes', () => {
  test('inherit, add, and leave nothing behind', async () => {
    const reporter = make();
    reporter.setContext('app', 'shop');
    reporter.addBreadcrumb({ message: 'started' });
    const answer = reporter.withScope((scope) => {
      scope.setContext('request', { url: '/a' });
      scope.addBreadcrumb({ category: 'db', level: 'info', message: 'connected', data: { ms: 3 } });
      reporter.captureMessage('inside');
      return 42;
    });
    reporter.captureMessage('outside');
    await reporter.flush();
    expect(answer).toBe(42);
    const [inside, outside] = sent();
    const time = expect.any(Number) as number;
    expect(inside?.context).toEqual({
      time,
      app: 'shop',
      request: { url: '/a' },
      breadcrumbs: [
        { time, message: 'started' },
        { time, category: 'db', level: 'info', message: 'connected', data: { ms: 3 } },
      ],
    });
    expect(outside?.context).toEqual({ time, app: 'shop', breadcrumbs: [{ time, message: 'started' }] });
  });

  test('throw what their function throws', () => {
    const error = new Error('mine');
    expect(() =>
      make().withScope(() => {
        throw error;
      }),
    ).toThrow(error);
  });

  test('breadcrumbs are bounded, and a report keeps those of its time', async () => {
    const reporter = make({ maxBreadcrumbs: 2 });
    for (const message of ['a', 'b', 'c']) reporter.addBreadcrumb({ message });
    reporter.captureMessage('x');
    reporter.addBreadcrumb({ message: 'd' });
    await reporter.flush();
    expect(sent()[0]?.context['breadcrumbs']).toMatchObject([{ message: 'b' }, { message: 'c' }]);
  });
});
