import { readdirSync, readFileSync } from 'node:fs';

/** A log, the project that it is of, and what every engine answers. */
export interface Vector {
  name: string;
  files: Record<string, string>;
  log: string;
  expected: unknown;
}

const FOLDER = new URL('../../../tests/vectors/', import.meta.url);

/** The vectors by the name of their file. */
export const VECTORS: [string, Vector[]][] = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) as Vector[]]);

/** The model's own spelling, to compare with what Rust wrote. What belongs to users keeps its spelling. */
export function snake(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snake);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      ['context', 'details'].includes(key) ? member : snake(member),
    ]),
  );
}

/** Texts are compared, so that every byte of a diff and the order of all keys count. */
export function text(value: unknown): string {
  return JSON.stringify(value, null, 1);
}
