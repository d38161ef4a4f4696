/** Counts the same error instead of keeping it again. */

import type { Report } from './types.js';

/** A report in the queue. */
export interface Waiting {
  readonly report: Report;
  /** When it may leave, in milliseconds since 1970. */
  readonly due: number;
  /** No longer, once it was taken out of the queue. */
  waiting: boolean;
  /** The end of the window in which its like is counted. */
  readonly until: number;
}

const MAX_KEYS = 200;

export class Dedupe {
  readonly #known = new Map<string, Waiting>();
  readonly #window: number;

  constructor(window: number) {
    this.#window = window;
  }

  /** The last report of this key, while it waits or its window is open. */
  find(key: string, now: number): Waiting | undefined {
    if (this.#window === 0) return undefined;
    const known = this.#known.get(key);
    return known !== undefined && (known.waiting || now < known.until) ? known : undefined;
  }

  add(key: string, report: Report, due: number, now: number): Waiting {
    const item: Waiting = { report, due, waiting: true, until: Math.max(due, now + this.#window) };
    if (this.#window === 0) return item;
    this.#known.delete(key);
    if (this.#known.size >= MAX_KEYS) {
      for (const oldest of this.#known.keys()) {
        this.#known.delete(oldest);
        break;
      }
    }
    this.#known.set(key, item);
    return item;
  }
}
