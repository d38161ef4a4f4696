/** Reporting in browsers. Everything that watches is off unless it is asked for, and goes with `close()`. */

import { watchConsole, type ConsoleLevel } from '../console.js';
import { Reporter } from '../reporter.js';
import type { ReporterOptions } from '../types.js';
import { watchErrors, watchRejections } from './errors.js';
import { watchNetwork, type NetworkOptions } from './network.js';
import { Policy, watchPolicy } from './policy.js';
import { watchResources } from './resources.js';

/** What is watched; everything is off unless it is asked for. */
export interface BrowserHandlers {
  /** Errors that reach the window. */
  error?: boolean;
  /** Rejections that nobody handles. */
  unhandledRejection?: boolean;
  /** What the page's Content Security Policy refuses. */
  securityPolicy?: boolean;
  /** Calls by `fetch` and `XMLHttpRequest` that fail, cross-origin refusals among them. */
  network?: boolean | NetworkOptions;
  /** Scripts, styles, images and fonts that do not load. */
  resources?: boolean;
  /** Console methods that leave breadcrumbs; `true` stands for `error`. */
  console?: boolean | readonly ConsoleLevel[];
}

/** A reporter that sends what waits when the page is hidden or left. */
export function createBrowserReporter(options: ReporterOptions, handlers: BrowserHandlers = {}): Reporter {
  const reporter = new Reporter(options);
  const leave = (): void => {
    reporter.sendNow();
  };
  const hidden = (): void => {
    if (document.visibilityState === 'hidden') leave();
  };
  if (typeof window !== 'undefined') {
    window.addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', hidden);
    reporter.onClose(() => {
      window.removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', hidden);
    });
  }
  installBrowserHandlers(reporter, handlers);
  return reporter;
}

/** Installs handlers on a reporter; `close()` of the reporter takes them away, and so does the answer. */
export function installBrowserHandlers(reporter: Reporter, handlers: BrowserHandlers): () => void {
  if (typeof window === 'undefined') return () => undefined;
  const undo: (() => void)[] = [];
  const policy = new Policy();
  const { network, console: levels } = handlers;
  if (handlers.securityPolicy === true || (network !== undefined && network !== false)) {
    undo.push(watchPolicy(reporter, policy, handlers.securityPolicy === true));
  }
  if (network !== undefined && network !== false) {
    undo.push(watchNetwork(reporter, policy, network === true ? {} : network));
  }
  if (handlers.error === true) undo.push(watchErrors(reporter));
  if (handlers.unhandledRejection === true) undo.push(watchRejections(reporter));
  if (handlers.resources === true) undo.push(watchResources(reporter));
  if (levels !== undefined && levels !== false) {
    undo.push(watchConsole(reporter, levels === true ? ['error'] : levels));
  }
  const restore = (): void => {
    for (const step of undo.splice(0).reverse()) step();
  };
  reporter.onClose(restore);
  return restore;
}

export type { NetworkOptions } from './network.js';
export * from '../index.js';
