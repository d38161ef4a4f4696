import { describe, expect, it } from 'vitest';
import { AutoFix, AutoFixError, type Fix, type Issue } from '@autofix/sdk';
import { CORS, FILES, REPORT } from './project.js';

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * below);
  };
}

const circular: Record<string, unknown> = {};
circular['self'] = circular;
let deep: unknown = 'end';
for (let at = 0; at < 5_000; at += 1) deep = [deep];
const throwing = Object.defineProperty({}, 'x', {
  enumerable: true,
  get() {
    throw new Error('a getter');
  },
});
const revoked = Proxy.revocable({}, {});
revoked.revoke();

const PIECES: unknown[] = [
  undefined, null, true, false, 0, -1, 1e400, NaN, 2 ** 53, 1n, '', ' ', '\0', '\ud800', '\udfff\ud800', '😀',
  'a'.repeat(100_000), '\u001b[31m', '../../etc/passwd', '/etc/passwd', 'C:\\x', '--- a/x\n+++ b/x\n@@ -1 +1 @@\n',
  Symbol('s'), () => 1, [], {}, [[]], circular, deep, throwing, revoked.proxy, new Date(NaN), new Map([[1, 2]]),
  new Uint8Array([0xff, 0xfe, 0]), new Error('x'), Object.create(null), REPORT, CORS, { message: 'x' },
  { message: 1 }, { type: {}, message: 'x' }, { message: 'x', context: circular }, { message: 'x', context: { deep } },
  { message: 'x', affectedFiles: [1] }, { message: 'x', __proto__: null }, { changes: [{ file: '../x' }] },
];

describe('hostile input', () => {
  it('is refused by an error with a code, ten thousand times, and the next call works', async () => {
    const autofix = new AutoFix({ files: FILES });
    const known = await autofix.reportIssue(REPORT);
    const { fix } = await autofix.generateFix(known);
    const pick = numbers(7);
    const piece = (): unknown => PIECES[pick(PIECES.length)];
    /** A sound value with one member made unsound. */
    const bent = (value: object): unknown => {
      const keys = Object.keys(value);
      const key = keys[pick(keys.length)] ?? 'x';
      return { ...value, [key]: piece() };
    };
    const calls: (() => Promise<unknown>)[] = [
      () => autofix.reportIssue(piece() as typeof REPORT),
      () => autofix.reportIssue(bent({ ...REPORT, stack: 'x', context: {}, affectedFiles: [] }) as typeof REPORT),
      () => autofix.analyzeLog(piece() as string),
      () => autofix.generateFix(bent(known) as Issue),
      () => autofix.validateFix(bent(fix as Fix) as Fix),
      () => autofix.validateFix(piece() as Fix),
      // What was bent may be words alone; then the fix is as good as before.
      () => autofix.applyFix(bent(fix as Fix) as Fix).then(({ id }) => autofix.rollbackFix(id)),
      () => autofix.rollbackFix(piece() as string),
      () => autofix.readFile(piece() as string),
    ];
    const codes = new Map<string, number>();
    for (let at = 0; at < 10_000; at += 1) {
      const call = calls[pick(calls.length)];
      try {
        await call?.();
      } catch (error) {
        if (!(error instanceof AutoFixError)) throw error;
        codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
      }
    }
    expect(codes.get('internal')).toBeUndefined();
    expect(codes.get('invalid_input')).toBeGreaterThan(100);
    expect(await autofix.readFile('server.js')).toBe(FILES['server.js']);
    expect((await autofix.generateFix(known)).fix?.id).toBe(fix?.id);
  }, 120_000);

  it('to the constructor is refused at once', { timeout: 120_000 }, () => {
    const pick = numbers(11);
    for (let at = 0; at < 2_000; at += 1) {
      const key = ['root', 'files', 'config', 'plugins', 'variables', 'environment', 'projectId', 'x'][pick(8)] ?? 'x';
      try {
        new AutoFix({ files: FILES, [key]: PIECES[pick(PIECES.length)] });
      } catch (error) {
        // What is no object where one is needed may be JavaScript's own TypeError.
        if (!(error instanceof AutoFixError) && !(error instanceof TypeError)) throw error;
      }
    }
  });
});
