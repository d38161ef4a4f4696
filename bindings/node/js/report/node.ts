/** Reporting in Node: scopes that follow asynchronous work, and the ends of a process. */

import { AsyncLocalStorage } from 'node:async_hooks';
import process from 'node:process';
import { watchConsole, type ConsoleLevel } from './console.js';
import { Reporter } from './reporter.js';
import type { Scope, ScopeStore } from './scope.js';
import type { ReporterOptions } from './types.js';

class AsyncScopes implements ScopeStore {
  readonly #storage = new AsyncLocalStorage<Scope>();

  current(): Scope | undefined {
    return this.#storage.getStore();
  }

  run<T>(scope: Scope, work: () => T): T {
    return this.#storage.run(scope, work);
  }
}

/** What is watched; everything is off unless it is asked for. */
export interface NodeHandlers {
  /** Exceptions that nobody catches. The process still prints them and exits with code 1. */
  uncaughtException?: boolean;
  /** Rejections that nobody handles. What follows is up to `--unhandled-rejections`, as without it. */
  unhandledRejection?: boolean;
  /** Console methods that leave breadcrumbs; `true` stands for `error` and `warn`. */
  console?: boolean | readonly ConsoleLevel[];
}

/** A reporter whose scopes hold across `await`, and which sends what waits before the process ends. */
export function createNodeReporter(options: ReporterOptions, handlers: NodeHandlers = {}): Reporter {
  const reporter = new Reporter(options, new AsyncScopes());
  const beforeExit = (): void => {
    reporter.sendNow();
  };
  const exit = (): void => {
    reporter.sendSync();
  };
  process.on('beforeExit', beforeExit);
  process.on('exit', exit);
  reporter.onClose(() => {
    process.off('beforeExit', beforeExit);
    process.off('exit', exit);
  });
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

export * from './index.js';
