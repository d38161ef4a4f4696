/** Reporting in Node: scopes that follow asynchronous work, and the ends of a process. */

import { AsyncLocalStorage } from 'node:async_hooks';
import process from 'node:process';
import { watchConsole } from './console.js';
import type { NodeHandlers } from './node-handlers.js';
import { Reporter } from './reporter.js';
import type { Scope, ScopeStore } from './scope.js';
import type { ReporterOptions } from './types.js';

/** A scope that holds in some asynchronous work, and those around it. */
interface Held {
  readonly owner: AsyncScopes;
  readonly scope: Scope;
  readonly outer: Held | undefined;
}

// One for all reporters: Node keeps every storage that was once used, and asks each on every promise.
const storage = new AsyncLocalStorage<Held>();

class AsyncScopes implements ScopeStore {
  current(): Scope | undefined {
    let held = storage.getStore();
    while (held !== undefined && held.owner !== this) held = held.outer;
    return held?.scope;
  }

  run<T>(scope: Scope, work: () => T): T {
    return storage.run({ owner: this, scope, outer: storage.getStore() }, work);
  }
}

// The reporters that hold something. One pair of listeners serves them all, and a reporter is kept from
// being collected only while something of it would be lost.
const waiting = new Set<Reporter>();

function beforeExit(): void {
  for (const reporter of [...waiting]) reporter.sendNow();
}

function exit(): void {
  for (const reporter of [...waiting]) reporter.sendSync();
}

function watchQueue(reporter: Reporter, waits: boolean): void {
  if (waits) {
    waiting.add(reporter);
    if (waiting.size > 1) return;
    process.on('beforeExit', beforeExit);
    process.on('exit', exit);
  } else {
    waiting.delete(reporter);
    if (waiting.size > 0) return;
    process.off('beforeExit', beforeExit);
    process.off('exit', exit);
  }
}

/** A reporter whose scopes hold across `await`, and which sends what waits before the process ends. */
export function createNodeReporter(options: ReporterOptions, handlers: NodeHandlers = {}): Reporter {
  const reporter = new Reporter(options, new AsyncScopes(), watchQueue);
  installNodeHandlers(reporter, handlers);
  return reporter;
}

/** Installs handlers on a reporter; `close()` of the reporter takes them away, and so does the answer. */
export function installNodeHandlers(reporter: Reporter, handlers: NodeHandlers): () => void {
  const undo: (() => void)[] = [];
  if (handlers.uncaughtException === true || handlers.unhandledRejection === true) {
    undo.push(watchUncaught(reporter, handlers.uncaughtException === true, handlers.unhandledRejection === true));
  }
  if (handlers.unhandledRejection === true) undo.push(watchHandledRejections(reporter));
  if (handlers.console !== undefined && handlers.console !== false) {
    undo.push(watchConsole(reporter, handlers.console === true ? ['error', 'warn'] : handlers.console));
  }
  const restore = (): void => {
    for (const step of undo.splice(0)) step();
  };
  reporter.onClose(restore);
  return restore;
}

/** The monitor sees what is about to end the process and changes nothing about it. */
function watchUncaught(reporter: Reporter, exceptions: boolean, rejections: boolean): () => void {
  const monitor = (error: unknown, origin: string): void => {
    if (origin === 'unhandledRejection' ? rejections : exceptions) reporter.captureException(error, { handled: false });
  };
  process.on('uncaughtExceptionMonitor', monitor);
  return () => {
    process.off('uncaughtExceptionMonitor', monitor);
  };
}

/** The mode that Node was started with; the last one counts. */
function rejectionMode(): string {
  const words = [...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/), ...process.execArgv];
  let mode = 'throw';
  words.forEach((word, index) => {
    if (word.startsWith('--unhandled-rejections=')) mode = word.slice('--unhandled-rejections='.length);
    else if (word === '--unhandled-rejections') mode = words[index + 1] ?? mode;
  });
  return mode;
}

/**
 * A rejection that Node raises as an exception is seen by the monitor. A listener of our own would keep
 * Node from raising it, so there is one only where that makes no difference: in the modes that never
 * raise, and while the program has a listener itself.
 */
function watchHandledRejections(reporter: Reporter): () => void {
  const event = 'unhandledRejection';
  const listener = (reason: unknown): void => {
    reporter.captureException(reason, { handled: false });
  };
  const mode = rejectionMode();
  if (mode === 'warn' || mode === 'none') {
    process.on(event, listener);
    return () => {
      process.off(event, listener);
    };
  }
  const added = (name: string | symbol, other: unknown): void => {
    if (name === event && other !== listener && !process.listeners(event).includes(listener)) {
      process.on(event, listener);
    }
  };
  const removed = (name: string | symbol, other: unknown): void => {
    if (name === event && other !== listener && process.listeners(event).every((each) => each === listener)) {
      process.off(event, listener);
    }
  };
  if (process.listenerCount(event) > 0) process.on(event, listener);
  process.on('newListener', added);
  process.on('removeListener', removed);
  return () => {
    process.off('newListener', added);
    process.off('removeListener', removed);
    process.off(event, listener);
  };
}

export type { NodeHandlers } from './node-handlers.js';
export * from './index.js';
