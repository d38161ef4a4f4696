/** What belongs to one piece of work: its context, and what happened on the way. */

import type { Json } from './redact.js';
import { redact } from './redact.js';
import { toJson, toJsonUnder } from './sanitize.js';
import { shorten } from './text.js';

const MAX_CONTEXTS = 50;

/** Something that happened before an error. */
export interface Breadcrumb {
  /** What kind of thing, such as `console` or `http`. */
  category?: string;
  message?: string;
  level?: 'debug' | 'info' | 'warning' | 'error';
  data?: Record<string, unknown>;
}

/** A breadcrumb as it is kept: redacted, with its time in milliseconds since 1970. */
export type KeptBreadcrumb = Record<string, Json>;

/** What `withScope` hands to its function. */
export interface ScopeHandle {
  setContext(key: string, value: unknown): void;
  addBreadcrumb(breadcrumb: Breadcrumb): void;
}

/** Context and breadcrumbs. Everything in it is redacted when it comes in. */
export class Scope implements ScopeHandle {
  readonly #contexts: Map<string, Json>;
  #breadcrumbs: KeptBreadcrumb[];
  readonly #max: number;

  constructor(maxBreadcrumbs: number, parent?: Scope) {
    this.#max = maxBreadcrumbs;
    this.#contexts = new Map(parent === undefined ? [] : parent.#contexts);
    this.#breadcrumbs = parent === undefined ? [] : [...parent.breadcrumbs()];
  }

  /** Sets a value that goes with every report of this scope; `undefined` takes it away. */
  setContext(key: string, value: unknown): void {
    const label = redact(shorten(key, 200));
    if (value === undefined) this.#contexts.delete(label);
    else if (this.#contexts.has(label) || this.#contexts.size < MAX_CONTEXTS) {
      this.#contexts.set(label, toJsonUnder(label, value));
    }
  }

  addBreadcrumb(breadcrumb: Breadcrumb): void {
    if (this.#max <= 0) return;
    const kept: KeptBreadcrumb = { time: Date.now() };
    const { category, message, level, data } = breadcrumb;
    if (typeof category === 'string') kept['category'] = redact(shorten(category, 200));
    if (typeof level === 'string') kept['level'] = level;
    if (typeof message === 'string') kept['message'] = redact(shorten(message, 1_000));
    if (data !== undefined) kept['data'] = toJson(data);
    // A new list, not a changed one: reports that wait hold the former.
    const from = this.#breadcrumbs.length >= this.#max ? this.#breadcrumbs.length - this.#max + 1 : 0;
    this.#breadcrumbs = [...this.#breadcrumbs.slice(from), kept];
  }

  /** Copies what was set into a report's context. */
  addContexts(context: Record<string, Json>): void {
    for (const [key, value] of this.#contexts) context[key] = value;
  }

  breadcrumbs(): readonly KeptBreadcrumb[] {
    return this.#breadcrumbs;
  }
}

/** Knows which scope is the present one. */
export interface ScopeStore {
  current(): Scope | undefined;
  run<T>(scope: Scope, work: () => T): T;
}

/** Scopes without the runtime's help: a scope holds until the function returns, not beyond an `await`. */
export class SynchronousScopes implements ScopeStore {
  #present: Scope | undefined;

  current(): Scope | undefined {
    return this.#present;
  }

  run<T>(scope: Scope, work: () => T): T {
    const before = this.#present;
    this.#present = scope;
    try {
      return work();
    } finally {
      this.#present = before;
    }
  }
}
