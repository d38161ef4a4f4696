/** Scripts, styles, images and fonts that do not load. */

import type { Reporter } from '../reporter.js';
import { withoutQueryValues } from '../text.js';
import { STATUS } from './status.js';

/** Milliseconds until the browser has noted the status of a failed load. */
const NOTED = 100;
const KEPT = 200;
/** Who asked, for what the wrappers of `fetch` and `XMLHttpRequest` see. */
const CALLS = new Set(['fetch', 'xmlhttprequest', 'beacon', 'navigation', 'other']);

function addressOf(target: EventTarget | null): string {
  if (target instanceof HTMLLinkElement) return target.href;
  if (target instanceof HTMLImageElement) return target.currentSrc || target.src;
  if (target instanceof HTMLScriptElement || target instanceof HTMLMediaElement) return target.src;
  return target instanceof HTMLSourceElement ? target.src : '';
}

export function watchResources(reporter: Reporter): () => void {
  const told = new Set<string>();
  const tell = (url: string, status: number, by: string): void => {
    if (told.has(url) || told.size >= KEPT) return;
    told.add(url);
    const address = withoutQueryValues(url);
    const answer =
      status >= 400
        ? `: the server responded with a status of ${String(status)} (${STATUS[status] ?? ''})`
        : ': the browser gives scripts no reason';
    reporter.captureException(
      { name: '', message: `${address} Failed to load resource${answer}` },
      { handled: false, context: { resource: { url: address, status, by }, page: withoutQueryValues(location.href) } },
    );
  };
  const listener = (event: Event): void => {
    const url = addressOf(event.target);
    if (url === '' || url.startsWith('data:') || url.startsWith('blob:')) return;
    const by = event.target instanceof Element ? event.target.localName : '';
    setTimeout(() => {
      const entry = performance.getEntriesByName(url, 'resource').at(-1);
      if (!reporter.closed) tell(url, (entry as PerformanceResourceTiming | undefined)?.responseStatus ?? 0, by);
    }, NOTED);
  };
  // Failures of elements do not bubble; on their way down they pass the window.
  window.addEventListener('error', listener, true);
  let observer: PerformanceObserver | undefined;
  if (typeof PerformanceObserver === 'function') {
    // Fonts and images of a style sheet have no element that could tell.
    observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { name, initiatorType, responseStatus } = entry as PerformanceResourceTiming;
        if (responseStatus >= 400 && !CALLS.has(initiatorType)) tell(name, responseStatus, initiatorType);
      }
    });
    observer.observe({ type: 'resource', buffered: true });
  }
  return () => {
    window.removeEventListener('error', listener, true);
    observer?.disconnect();
  };
}
