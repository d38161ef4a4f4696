/** Takes errors, keeps them for a moment, hands them on. Never throws, never blocks: it drops instead. */

import { Dedupe, type Waiting } from './dedupe.js';
import { Scope, SynchronousScopes, type Breadcrumb, type ScopeHandle, type ScopeStore } from './scope.js';
import { read, toJsonUnder } from './sanitize.js';
import { describe, readThrown, topFrame, type Thrown } from './throwable.js';
import type { Hint, Report, ReporterOptions, ReporterStats } from './types.js';
import { redact, type Json } from './redact.js';
import { shorten } from './text.js';

function positive(value: number | undefined, preset: number): number {
  return typeof value === 'number' && value >= 0 ? value : preset;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof read(value, 'then') === 'function';
}

/** What a hook answers may be anything, in JavaScript. */
function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && typeof read(value, 'message') === 'string';
}

function nothing(): void {
  // For rejections that nobody can do anything about.
}

/** A timer that does not keep a process alive. */
function background(work: () => void, delay: number): ReturnType<typeof setTimeout> {
  const timer: unknown = setTimeout(work, delay);
  const unref = typeof timer === 'object' ? read(timer, 'unref') : undefined;
  if (typeof unref === 'function') unref.call(timer);
  return timer as ReturnType<typeof setTimeout>;
}

/** Settles when the work does, or after a while without it; never rejects. */
async function within(work: PromiseLike<unknown>, delay: number, start: typeof background): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = start(() => {
      resolve(false);
    }, delay);
    const done = (answer: boolean) => () => {
      clearTimeout(timer);
      resolve(answer);
    };
    work.then(done(true), done(false));
  });
}

/** Is told when the first report waits, and when none does any more. */
export type QueueWatcher = (reporter: Reporter, waiting: boolean) => void;

export class Reporter {
  readonly #options: ReporterOptions;
  readonly #scopes: ScopeStore;
  readonly #watcher: QueueWatcher;
  readonly #maxQueue: number;
  readonly #maxBreadcrumbs: number;
  readonly #flushDelay: number;
  readonly #transportTimeout: number;
  readonly #global: Scope;
  readonly #dedupe: Dedupe;
  readonly #stats: ReporterStats = { captured: 0, merged: 0, sampledOut: 0, sent: 0, dropped: 0 };
  readonly #inFlight = new Set<Promise<unknown>>();
  readonly #closers: (() => void)[] = [];
  readonly #captured = new WeakSet();
  #queue: Waiting[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #timerDue = 0;
  #closed = false;
  #delivering = false;

  constructor(
    options: ReporterOptions,
    scopes: ScopeStore = new SynchronousScopes(),
    watcher: QueueWatcher = nothing,
  ) {
    this.#options = options;
    this.#scopes = scopes;
    this.#watcher = watcher;
    this.#maxQueue = Math.max(1, positive(options.maxQueue, 100));
    this.#maxBreadcrumbs = positive(options.maxBreadcrumbs, 30);
    this.#flushDelay = positive(options.flushDelay, 250);
    this.#transportTimeout = positive(options.transportTimeout, 30_000);
    this.#global = new Scope(this.#maxBreadcrumbs);
    this.#dedupe = new Dedupe(positive(options.dedupeWindow, 5_000));
  }

  /**
   * Reports something thrown. Answers whether it was taken: not after `close()`, not when sampled out,
   * and not when this very error object was reported before.
   */
  captureException(error: unknown, hint?: Hint): boolean {
    try {
      if (!this.#admits() || !this.#isNew(error)) return false;
      this.#take(readThrown(error), error, hint);
      return true;
    } catch {
      return false;
    }
  }

  /** Reports words without an error. Answers whether they were taken. */
  captureMessage(message: string, hint?: Hint): boolean {
    try {
      if (!this.#admits()) return false;
      this.#take(readThrown(message), undefined, hint);
      return true;
    } catch {
      return false;
    }
  }

  /** Notes that something happened, for the errors that follow in the present scope. */
  addBreadcrumb(breadcrumb: Breadcrumb): void {
    if (this.#closed || this.#delivering) return;
    try {
      this.#scope().addBreadcrumb(breadcrumb);
    } catch {
      // A breadcrumb that cannot be read is none.
    }
  }

  /** Sets what goes with every report of the present scope; `undefined` takes it away. */
  setContext(key: string, value: unknown): void {
    try {
      this.#scope().setContext(key, value);
    } catch {
      // As above.
    }
  }

  /**
   * Runs a function whose context and breadcrumbs stay with it. In Node the scope holds across `await`
   * and callbacks; in browsers it ends when the function returns. Answers and throws what it does.
   */
  withScope<T>(work: (scope: ScopeHandle) => T): T {
    const scope = new Scope(this.#maxBreadcrumbs, this.#scope());
    return this.#scopes.run(scope, () => work(scope));
  }

  /** Sends what waits. Answers whether everything was through within the time, in milliseconds. */
  async flush(timeout = 2_000): Promise<boolean> {
    this.#send(true);
    const end = Date.now() + timeout;
    while (this.#inFlight.size > 0) {
      const left = end - Date.now();
      if (left <= 0) return false;
      // This timer keeps the process alive: somebody waits.
      if (!(await within(Promise.all(this.#inFlight), left, setTimeout))) return false;
    }
    return true;
  }

  /** Takes all handlers away, sends what waits, and takes nothing from then on. */
  async close(timeout = 2_000): Promise<boolean> {
    this.#closed = true;
    for (const undo of this.#closers.splice(0)) {
      try {
        undo();
      } catch {
        // The others still have to go.
      }
    }
    const flushed = await this.flush(timeout);
    clearTimeout(this.#timer);
    return flushed;
  }

  /** Counts since the beginning. */
  get stats(): Readonly<ReporterStats> {
    return { ...this.#stats };
  }

  /** While a transport or a hook runs: what it does itself is not reported. */
  get delivering(): boolean {
    return this.#delivering;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** An error that is told in other words: this object is not reported when it comes by. */
  ignore(error: unknown): void {
    this.#isNew(error);
  }

  /** Runs when the reporter is closed, or at once when it is closed already. */
  onClose(undo: () => void): void {
    if (this.#closed) undo();
    else this.#closers.push(undo);
  }

  /** Starts sending what waits, without waiting: for a page or a process that is about to be idle. */
  sendNow(): void {
    this.#send(true);
  }

  /** Hands over what waits before the process ends; what would have to be waited for is lost. */
  sendSync(): void {
    const batch: Report[] = [];
    for (const report of this.#due(true)) {
      const kept = this.#hooked(report);
      if (kept === null || isThenable(kept)) this.#stats.dropped += report.count;
      else batch.push(kept);
    }
    if (batch.length === 0) return;
    try {
      this.#delivering = true;
      const { transport, syncTransport } = this.#options;
      if (syncTransport !== undefined) syncTransport(batch);
      else transport(batch)?.then(nothing, nothing);
      this.#count('sent', batch);
    } catch {
      this.#count('dropped', batch);
    } finally {
      this.#delivering = false;
    }
  }

  #scope(): Scope {
    return this.#scopes.current() ?? this.#global;
  }

  #admits(): boolean {
    if (this.#closed || this.#delivering) return false;
    const rate = this.#options.sampleRate;
    if (typeof rate !== 'number' || !(rate < 1) || Math.random() < rate) return true;
    this.#stats.sampledOut += 1;
    return false;
  }

  /** The same object comes by more than once: thrown on, wrapped by handlers, raised by the runtime. */
  #isNew(error: unknown): boolean {
    if ((typeof error !== 'object' || error === null) && typeof error !== 'function') return true;
    if (this.#captured.has(error)) return false;
    this.#captured.add(error);
    return true;
  }

  #take(thrown: Thrown, error: unknown, hint: Hint | undefined): void {
    const now = Date.now();
    this.#stats.captured += 1;
    const type = typeof hint?.type === 'string' ? hint.type : '';
    const key = `${type}\n${thrown.message}\n${topFrame(thrown.stack)}`;
    const known = this.#dedupe.find(key, now);
    if (known?.waiting === true) {
      known.report.count += 1;
      this.#stats.merged += 1;
      return;
    }
    const report = this.#report(thrown, error, hint, now);
    // A repetition of what was sent a moment ago waits for more of its kind.
    const due = known === undefined ? now + this.#flushDelay : Math.max(known.until, now + this.#flushDelay);
    const item = this.#dedupe.add(key, report, due, now);
    if (this.#queue.length >= this.#maxQueue) {
      const oldest = this.#queue.shift();
      if (oldest !== undefined) this.#drop(oldest);
    }
    this.#queue.push(item);
    if (this.#queue.length === 1) this.#watcher(this, true);
    this.#schedule(due, now);
  }

  #report(thrown: Thrown, error: unknown, hint: Hint | undefined, now: number): Report {
    const context: Record<string, Json> = { time: now };
    const scope = this.#scope();
    scope.addContexts(context);
    const breadcrumbs = scope.breadcrumbs();
    if (breadcrumbs.length > 0) context['breadcrumbs'] = breadcrumbs as Json[];
    const { message, stack } = describe(error, thrown);
    const report: Report = stack === undefined ? { message, context, count: 1 } : { message, stack, context, count: 1 };
    if (hint !== undefined) {
      if (typeof hint.type === 'string') report.type = hint.type;
      if (typeof hint.handled === 'boolean') context['handled'] = hint.handled;
      const files = hint.affectedFiles;
      if (Array.isArray(files)) {
        const names = files.slice(0, 50).filter((file) => typeof file === 'string');
        report.affectedFiles = names.map((file) => redact(shorten(file, 1_000)));
      }
      if (typeof hint.context === 'object') {
        for (const [key, value] of Object.entries(hint.context)) {
          if (value !== undefined) context[redact(key)] = toJsonUnder(key, value);
        }
      }
    }
    return report;
  }

  #drop(item: Waiting): void {
    item.waiting = false;
    this.#stats.dropped += item.report.count;
  }

  #schedule(due: number, now: number): void {
    if (this.#timer !== undefined && this.#timerDue <= due) return;
    clearTimeout(this.#timer);
    this.#timerDue = due;
    this.#timer = background(() => {
      this.#timer = undefined;
      // One delivery at a time: a slow transport lets the queue fill, and the queue is bounded.
      if (this.#inFlight.size === 0) this.#send(false);
    }, Math.max(0, due - now));
  }

  #reschedule(): void {
    if (this.#queue.length === 0 || this.#closed) return;
    this.#schedule(Math.min(...this.#queue.map((item) => item.due)), Date.now());
  }

  #due(all: boolean): Report[] {
    const now = Date.now();
    const due: Report[] = [];
    const later: Waiting[] = [];
    for (const item of this.#queue) {
      if (all || item.due <= now) {
        item.waiting = false;
        due.push(item.report);
      } else later.push(item);
    }
    this.#queue = later;
    if (due.length > 0 && later.length === 0) this.#watcher(this, false);
    return due;
  }

  #send(all: boolean): void {
    const batch: Report[] = [];
    for (const report of this.#due(all)) {
      const { count } = report;
      const kept = this.#hooked(report);
      if (kept === null) this.#stats.dropped += count;
      else if (isThenable(kept)) this.#track(this.#later(kept, count));
      else batch.push(kept);
    }
    if (batch.length > 0) this.#track(this.#transmit(batch));
    this.#reschedule();
  }

  #hooked(report: Report): Report | null | PromiseLike<Report | null> {
    const hook = this.#options.beforeSend;
    if (hook === undefined) return report;
    try {
      this.#delivering = true;
      const kept = hook(report);
      return isThenable(kept) || isReport(kept) ? kept : null;
    } catch {
      return null;
    } finally {
      this.#delivering = false;
    }
  }

  async #later(kept: PromiseLike<Report | null>, count: number): Promise<void> {
    const answer: { report: Report | null } = { report: null };
    const done = kept.then((report) => {
      answer.report = isReport(report) ? report : null;
    });
    await within(done, this.#transportTimeout, background);
    const { report } = answer;
    if (report === null) this.#stats.dropped += count;
    else await this.#transmit([report]);
  }

  async #transmit(batch: Report[]): Promise<void> {
    let answer: unknown;
    try {
      this.#delivering = true;
      answer = this.#options.transport(batch);
    } catch {
      this.#count('dropped', batch);
      return;
    } finally {
      this.#delivering = false;
    }
    const through = !isThenable(answer) || (await within(answer, this.#transportTimeout, background));
    this.#count(through ? 'sent' : 'dropped', batch);
  }

  #track(work: Promise<unknown>): void {
    this.#inFlight.add(work);
    const done = (): void => {
      this.#inFlight.delete(work);
      this.#reschedule();
    };
    work.then(done, done);
  }

  #count(what: 'sent' | 'dropped', batch: readonly Report[]): void {
    for (const report of batch) this.#stats[what] += positive(report.count, 1);
  }
}

