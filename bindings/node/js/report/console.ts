/** What the program says on its console becomes breadcrumbs. */

import { read } from './sanitize.js';
import type { Reporter } from './reporter.js';
import { shorten } from './text.js';
import { wrapMethod } from './wrap.js';

export type ConsoleLevel = 'error' | 'warn' | 'info' | 'log' | 'debug';

const LEVELS = { error: 'error', warn: 'warning', info: 'info', log: 'info', debug: 'debug' } as const;

function word(value: unknown): string {
  if (typeof value === 'string') return shorten(value, 500);
  if (typeof value !== 'object' || value === null) return String(value);
  const message = read(value, 'message');
  return typeof message === 'string' ? shorten(message, 500) : '[object]';
}

/** Keeps calls of these console methods as breadcrumbs; answers how to undo it. */
export function watchConsole(reporter: Reporter, levels: readonly ConsoleLevel[]): () => void {
  const undo = levels.map((level) =>
    wrapMethod(console, level, (call, _self, args) => {
      try {
        const message = args.slice(0, 10).map(word).join(' ');
        reporter.addBreadcrumb({ category: 'console', level: LEVELS[level], message });
      } catch {
        // What cannot be read is still printed.
      }
      return call();
    }),
  );
  return () => {
    for (const restore of undo) restore();
  };
}
