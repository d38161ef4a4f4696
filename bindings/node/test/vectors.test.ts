import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AutoFix, type FixReport } from '@autofix/sdk';

interface Vector {
  name: string;
  files: Record<string, string>;
  log: string;
  expected: unknown;
}

const folder = new URL('../../../tests/vectors/', import.meta.url);

/** The model's own spelling, to compare with what Rust wrote. What belongs to users keeps its spelling. */
function snake(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snake);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      ['context', 'details'].includes(key) ? member : snake(member),
    ]),
  );
}

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  describe(file, () => {
    const vectors = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector[];
    it.each(vectors)('$name', async ({ files, log, expected }) => {
      const report: FixReport = await new AutoFix({ files }).repairLog(log);
      // Texts are compared, so that every byte of a diff and the order of all keys count.
      expect(JSON.stringify(snake(report), null, 1)).toBe(JSON.stringify(expected, null, 1));
    });
  });
}
