const MAX_DEPTH = 24;
const MAX_ITEMS = 10_000;
// A surrogate that JSON.stringify had to escape stands alone.
const LONE_SURROGATE = /\\ud[89a-f]/i;

/** Any value as JSON that every reader takes: cycles, BigInt, throwing getters and lone surrogates included. */
export function toJson(value: unknown): string {
  try {
    // Undefined and functions have no JSON, whatever the types say.
    const text = JSON.stringify(value) as string | undefined;
    if (text === undefined) return 'null';
    if (!LONE_SURROGATE.test(text)) return text;
  } catch {
    // The plain copy below has what can be had.
  }
  return JSON.stringify(plain(value, 0, new Set(), { left: MAX_ITEMS }));
}

function plain(value: unknown, depth: number, above: Set<object>, budget: { left: number }): unknown {
  switch (typeof value) {
    case 'string':
      return wellFormed(value);
    case 'bigint':
      return value.toString();
    case 'symbol':
    case 'function':
    case 'undefined':
      return null;
    case 'number':
    case 'boolean':
      return value;
    case 'object':
      break;
  }
  if (value === null) return null;
  if (above.has(value)) return '[circular]';
  if (depth >= MAX_DEPTH || budget.left <= 0) return '[cut short]';
  above.add(value);
  try {
    return copy(value, depth, above, budget);
  } catch {
    return '[unreadable]';
  } finally {
    above.delete(value);
  }
}

function copy(value: object, depth: number, above: Set<object>, budget: { left: number }): unknown {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-conversion -- anything may have been put there
  if (value instanceof Error) return { name: value.name, message: wellFormed(String(value.message)) };
  if (Array.isArray(value)) {
    return value.slice(0, Math.max(budget.left, 0)).map((item) => {
      budget.left -= 1;
      return plain(item, depth + 1, above, budget);
    });
  }
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if ((budget.left -= 1) < 0) break;
    let member: unknown;
    try {
      member = (value as Record<string, unknown>)[key];
    } catch {
      member = '[unreadable]';
    }
    result[wellFormed(key)] = plain(member, depth + 1, above, budget);
  }
  return result;
}

function wellFormed(text: string): string {
  // Browsers without it are older than the WebAssembly that the engine needs of them, or nearly so.
  return (text as string & { toWellFormed?(): string }).toWellFormed?.() ?? text;
}
