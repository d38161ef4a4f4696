import type { ConsoleLevel } from './console.js';

/** What is watched; everything is off unless it is asked for. */
export interface NodeHandlers {
  /** Exceptions that nobody catches. The process still prints them and exits with code 1. */
  uncaughtException?: boolean;
  /** Rejections that nobody handles. What follows is up to `--unhandled-rejections`, as without it. */
  unhandledRejection?: boolean;
  /** Console methods that leave breadcrumbs; `true` stands for `error` and `warn`. */
  console?: boolean | readonly ConsoleLevel[];
}
