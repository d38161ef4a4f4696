import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import { redact, redactJson, type Json } from '../../js/report/index.js';

interface Table {
  /** Secrets stand there in pieces, so that nobody takes the table for a leak. */
  texts: { raw: string[]; clean: string }[];
  values: { raw: Json; clean: Json }[];
}

const table = JSON.parse(readFileSync(new URL('redaction.json', import.meta.url), 'utf8')) as Table;

describe('the table that the engine is held to as well', () => {
  test.each(table.texts.map(({ raw, clean }) => [raw.join(''), clean]))('%j', (raw, clean) => {
    expect(redact(raw)).toBe(clean);
  });

  test.each(table.values.map(({ raw, clean }) => [raw, clean]))('%j', (raw, clean) => {
    expect(redactJson(raw)).toEqual(clean);
  });
});

describe('hostile texts cost no more than their length', () => {
  const pieces = ['token-', 'cookie:', 'eyJ-', 'a://', 'a@', 'a.', 'a_', 'password ', 'token="', 'id_', 'authorization:', '-', 'a', '4', '4 ', '4-'];
  const texts = pieces.flatMap((piece) => ['', '@', 'token=', 'password: '].map((tail) => [piece, tail] as const));

  test.each(texts)('%j over and over, then %j', (piece, tail) => {
    const cost = (length: number): number => {
      const text = piece.repeat(length / piece.length) + tail;
      let best = Infinity;
      for (let round = 0; round < 3; round += 1) {
        const begun = performance.now();
        redact(text);
        best = Math.min(best, performance.now() - begun);
      }
      return best;
    };
    // Quadratic time would be seconds here.
    expect(cost(200_000)).toBeLessThan(400);
  });
});
