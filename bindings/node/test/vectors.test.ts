import { describe, expect, it } from 'vitest';
import { AutoFix } from '@autofix/sdk';
import { snake, text, VECTORS } from './vectors.js';

for (const [file, vectors] of VECTORS) {
  describe(file, () => {
    it.each(vectors)('$name', async ({ files, log, expected }) => {
      expect(text(snake(await new AutoFix({ files }).repairLog(log)))).toBe(text(expected));
    });
  });
}
