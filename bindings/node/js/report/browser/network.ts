/** Calls that fail. The wrappers change nothing: same answers, same errors, same `this`. */

import type { Reporter } from '../reporter.js';
import { read } from '../sanitize.js';
import { withoutQueryValues } from '../text.js';
import { wrapMethod } from '../wrap.js';
import type { Policy } from './policy.js';
import { STATUS } from './status.js';

export interface NetworkOptions {
  /** Calls to URLs that contain one of these texts, or match, are not looked at. */
  ignoreUrls?: readonly (string | RegExp)[];
  /** Which HTTP statuses are reported as errors; none by default, and 400 and above leave breadcrumbs. */
  failedStatus?: (status: number) => boolean;
}

interface Call {
  by: 'fetch' | 'XMLHttpRequest';
  method: string;
  url: string;
  mode: string;
  /** Set while the call is made by a transport or matches `ignoreUrls`. */
  ignored: boolean;
  /** Where the call was made: Firefox gives the error of a failed `fetch` no stack, and `XMLHttpRequest` has no error. */
  place: Error;
}

const ANSWERED = 50;

/** Tells failures, and what is known about them. */
class Failures {
  readonly #reporter: Reporter;
  readonly #policy: Policy;
  readonly #options: NetworkOptions;
  /** Origins that answered a call of this page. */
  readonly #answered = new Set<string>();

  constructor(reporter: Reporter, policy: Policy, options: NetworkOptions) {
    this.#reporter = reporter;
    this.#policy = policy;
    this.#options = options;
  }

  call(by: Call['by'], method: string, address: string, mode: string): Call {
    let url = address;
    try {
      url = new URL(address, document.baseURI).href;
    } catch {
      // The browser will say so itself.
    }
    const listed = this.#options.ignoreUrls?.some((each) =>
      typeof each === 'string' ? url.includes(each) : url.search(each) >= 0,
    );
    return { by, method, url, mode, ignored: listed === true || this.#reporter.delivering, place: new Error() };
  }

  answered(call: Call, status: number): void {
    if (call.ignored) return;
    const origin = originOf(call.url);
    if (origin !== '' && this.#answered.size < ANSWERED) this.#answered.add(origin);
    if (status < 400) return;
    const url = withoutQueryValues(call.url);
    const message = `${call.method} ${url} ${String(status)} (${STATUS[status] ?? 'no reason given'})`;
    const data = { method: call.method, url, status };
    if (this.#options.failedStatus?.(status) === true) {
      this.#reporter.captureException({ name: '', message }, { context: { request: data } });
    } else {
      this.#reporter.addBreadcrumb({ category: 'http', level: 'error', message, data });
    }
  }

  /** A call without an answer. `error` is what the program gets to see, if anything. */
  failed(call: Call, error: unknown): void {
    if (call.ignored) return;
    const url = withoutQueryValues(call.url);
    const data = { method: call.method, url, by: call.by };
    this.#reporter.addBreadcrumb({ category: 'http', level: 'error', message: `${call.method} ${url} failed`, data });
    const refused = this.#policy.refused(call.url);
    if (refused && this.#policy.reported) return;
    const message = refused
      ? `Refused to connect to '${url}' because it violates the page's Content Security Policy.`
      : this.#words(call, url);
    const answeredBefore = this.#answered.has(originOf(call.url));
    const context = { request: { ...data, mode: call.mode, answeredBefore }, origin: location.origin };
    const stack = withHeadline(error, message) || withHeadline(call.place, message);
    this.#reporter.captureException({ name: '', message, stack }, { context });
  }

  /**
   * What is known. Browsers hide from scripts why a cross-origin call failed, by design: a refused answer
   * and a dead server look the same, so both are named.
   */
  #words(call: Call, url: string): string {
    const secure = location.protocol === 'https:' && call.url.startsWith('http://');
    if (secure && !/^http:\/\/(?:localhost|127\.|\[::1\])/.test(call.url)) {
      return `Mixed Content: The page at '${withoutQueryValues(location.href)}' was loaded over HTTPS, but called the insecure address '${url}' (${call.method}), which browsers block.`;
    }
    const target = originOf(call.url);
    if (target === '' || target === location.origin || call.mode === 'no-cors' || call.mode === 'same-origin') {
      return `Failed to fetch '${url}' from origin '${location.origin}' (${call.method}): the browser gives scripts no reason; the server could not be reached, or broke off.`;
    }
    return `Access to ${call.by} at '${url}' from origin '${location.origin}' failed (${call.method}): the browser gives scripts no reason. Either it was blocked by CORS policy, or the server could not be reached.`;
  }
}

function originOf(url: string): string {
  try {
    const { origin, protocol } = new URL(url);
    return protocol === 'http:' || protocol === 'https:' ? origin : '';
  } catch {
    return '';
  }
}

/** The stack of an error below other words, without the frames of the wrapper; its proxy's is the last. */
function withHeadline(error: unknown, message: string): string {
  const stack = read(error, 'stack');
  if (typeof stack !== 'string' || stack === '') return '';
  const frames = stack.split('\n').filter((line) => /^\s+at |@.*:\d/.test(line));
  const own = frames.slice(0, 5).findIndex((line) => /^\s*(?:at Object\.apply \(|apply@)/.test(line));
  frames.splice(0, own + 1);
  return [message, ...frames].join('\n');
}

/** Aborting is what the program wanted, and a call that could not even be made is an ordinary exception. */
function isNetworkFailure(error: unknown): boolean {
  if (!(error instanceof TypeError)) return false;
  return !/invalid|parse|not a valid|execute 'fetch'/i.test(error.message);
}

function text(value: unknown, preset: string): string {
  return typeof value === 'string' ? value : preset;
}

function fetchCall(failures: Failures, args: readonly unknown[]): Call {
  const [input, init] = args;
  const request = typeof Request === 'function' && input instanceof Request ? input : undefined;
  const method = text(read(init, 'method'), request?.method ?? 'GET').toUpperCase();
  const mode = text(read(init, 'mode'), request?.mode ?? 'cors');
  return failures.call('fetch', method, request?.url ?? String(input), mode);
}

/** A promise that the runtime made and nobody else holds. */
function isPlain(promise: Promise<unknown>): boolean {
  return Object.getPrototypeOf(promise) === Promise.prototype && Reflect.ownKeys(promise).length === 0;
}

function watchFetch(reporter: Reporter, failures: Failures): () => void {
  return wrapMethod(window, 'fetch', (make, _self, args) => {
    let call: Call | undefined;
    try {
      call = fetchCall(failures, args);
    } catch {
      // Whatever is wrong with the arguments, fetch says it better.
    }
    const promise = make();
    if (call === undefined || call.ignored || !(promise instanceof Promise)) return promise;
    const known = call;
    const passed = (response: unknown): unknown => {
      const status = read(response, 'status');
      failures.answered(known, typeof status === 'number' ? status : 0);
      return response;
    };
    const noted = (error: unknown): void => {
      // Without a network nothing is wrong with the project.
      if (!isNetworkFailure(error) || !navigator.onLine) return;
      // The handlers of the window get to see the same error; it is told once, by the words below.
      reporter.ignore(error);
      // The refusal by a policy is announced in a task of its own.
      setTimeout(() => {
        failures.failed(known, error);
      }, 0);
    };
    // Looking at a promise counts as handling it. So the program gets one that nobody looks at, and its
    // `unhandledrejection` stays; but a promise with more to it than the runtime gave is handed out itself.
    if (!isPlain(promise)) {
      promise.then(passed, noted);
      return promise;
    }
    return promise.then(passed, (error: unknown) => {
      noted(error);
      throw error;
    });
  });
}

function watchRequests(failures: Failures): () => void {
  if (typeof XMLHttpRequest !== 'function') return () => undefined;
  const calls = new WeakMap<object, Call>();
  const undoOpen = wrapMethod(XMLHttpRequest.prototype, 'open', (make, self, args) => {
    try {
      if (self instanceof XMLHttpRequest) {
        calls.set(self, failures.call('XMLHttpRequest', String(args[0]).toUpperCase(), String(args[1]), 'cors'));
      }
    } catch {
      // As above.
    }
    return make();
  });
  const undoSend = wrapMethod(XMLHttpRequest.prototype, 'send', (make, self) => {
    const call = self instanceof XMLHttpRequest ? calls.get(self) : undefined;
    if (self instanceof XMLHttpRequest && call !== undefined) {
      calls.delete(self);
      self.addEventListener('load', () => {
        failures.answered(call, self.status);
      });
      self.addEventListener('error', () => {
        if (!navigator.onLine) return;
        setTimeout(() => {
          failures.failed(call, undefined);
        }, 0);
      });
    }
    return make();
  });
  return () => {
    undoSend();
    undoOpen();
  };
}

export function watchNetwork(reporter: Reporter, policy: Policy, options: NetworkOptions): () => void {
  const failures = new Failures(reporter, policy, options);
  const undo = [watchFetch(reporter, failures), watchRequests(failures)];
  return () => {
    for (const step of undo) step();
  };
}
