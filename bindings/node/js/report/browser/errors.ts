/** Errors and rejections that reach the window. */

import type { Reporter } from '../reporter.js';
import { withoutQueryValues } from '../text.js';

function page(): string {
  return withoutQueryValues(location.href);
}

export function watchErrors(reporter: Reporter): () => void {
  const listener = (event: ErrorEvent): void => {
    const error: unknown = event.error;
    const hint = { handled: false, context: { page: page() } };
    if (error !== undefined && error !== null) {
      reporter.captureException(error, hint);
    } else if (event.filename !== '') {
      const place = `${withoutQueryValues(event.filename)}:${String(event.lineno)}:${String(event.colno)}`;
      reporter.captureException({ message: event.message, stack: `${event.message}\n    at ${place}`, name: '' }, hint);
    } else if (event.message !== '') {
      // A script of another origin without CORS: the browser says nothing about it, not even where.
      reporter.addBreadcrumb({ category: 'error', level: 'error', message: event.message });
    }
  };
  window.addEventListener('error', listener);
  return () => {
    window.removeEventListener('error', listener);
  };
}

export function watchRejections(reporter: Reporter): () => void {
  const listener = (event: PromiseRejectionEvent): void => {
    reporter.captureException(event.reason, { handled: false, context: { page: page() } });
  };
  window.addEventListener('unhandledrejection', listener);
  return () => {
    window.removeEventListener('unhandledrejection', listener);
  };
}
