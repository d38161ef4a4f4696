/** Values of the program become JSON: bounded, without secrets, whatever the values do. */

import { namesSecret, redact, type Json } from './redact.js';
import { shorten } from './text.js';

const MAX_DEPTH = 5;
const MAX_VALUES = 300;
const MAX_ITEMS = 50;
const MAX_TEXT = 2_000;

interface Walk {
  left: number;
  /** The objects above the present one: a cycle leads to one of them. */
  above: unknown[];
}

/** Reads a property of anything; a getter or a proxy that throws answers `undefined`. */
export function read(value: unknown, key: PropertyKey): unknown {
  try {
    return (value as Record<PropertyKey, unknown>)[key];
  } catch {
    return undefined;
  }
}

function name(value: object): string {
  const made = read(read(value, 'constructor'), 'name');
  return typeof made === 'string' && made !== '' ? made : 'Object';
}

function inside(value: object, depth: number, walk: Walk): Json {
  if (walk.above.includes(value)) return '[circular]';
  if (depth >= MAX_DEPTH) return Array.isArray(value) ? '[array]' : `[${shorten(name(value), 100)}]`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof Error || value instanceof RegExp) return redact(shorten(String(value), MAX_TEXT));
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    return `[${name(value)} of ${String(value.byteLength)} bytes]`;
  }
  walk.above.push(value);
  try {
    if (Array.isArray(value) || value instanceof Set) {
      const items: unknown[] = Array.isArray(value) ? value.slice(0, MAX_ITEMS) : [...value].slice(0, MAX_ITEMS);
      return items.map((item) => convert(item, depth + 1, walk));
    }
    const entries: [unknown, unknown][] =
      value instanceof Map
        ? [...value].slice(0, MAX_ITEMS)
        : Object.keys(value)
            .slice(0, MAX_ITEMS)
            .map((key) => [key, read(value, key)]);
    const out: Record<string, Json> = {};
    for (const [key, item] of entries) {
      if (item === undefined || typeof item === 'function') continue;
      const label = redact(shorten(typeof key === 'string' ? key : typeof key, 200));
      const secret = typeof item === 'string' && item !== '' && namesSecret(label);
      // A plain assignment to this name would set the prototype instead.
      if (label !== '__proto__') out[label] = secret ? '<redacted:secret>' : convert(item, depth + 1, walk);
    }
    return out;
  } finally {
    walk.above.pop();
  }
}

function convert(value: unknown, depth: number, walk: Walk): Json {
  walk.left -= 1;
  if (walk.left < 0) return '[left out]';
  switch (typeof value) {
    case 'string':
      return redact(shorten(value, MAX_TEXT));
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'bigint':
      return shorten(value.toString(), MAX_TEXT);
    case 'symbol':
      return redact(shorten(value.toString(), MAX_TEXT));
    case 'function':
      return '[function]';
  }
  if (typeof value !== 'object' || value === null) return null;
  try {
    return inside(value, depth, walk);
  } catch {
    return '[unreadable]';
  }
}

/** Anything as JSON without secrets; at most a few hundred values, never throws. */
export function toJson(value: unknown): Json {
  return convert(value, 0, { left: MAX_VALUES, above: [] });
}

/** As {@link toJson}, for the value of a key: a text under a key that names a secret goes as a whole. */
export function toJsonUnder(key: string, value: unknown): Json {
  return typeof value === 'string' && value !== '' && namesSecret(key) ? '<redacted:secret>' : toJson(value);
}
