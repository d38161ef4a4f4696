/** What the page's Content Security Policy refuses, in the words that Chromium prints. */

import type { Reporter } from '../reporter.js';
import { withoutQueryValues } from '../text.js';

/** By the first word of the directive. */
const REFUSED: Record<string, string> = {
  connect: 'connect to',
  img: 'load the image',
  script: 'load the script',
  style: 'load the stylesheet',
};

const KEPT = 50;

/** Remembers which URLs the policy refused: their calls fail without a reason. */
export class Policy {
  /** Whether refusals have reports of their own. */
  reported = false;
  readonly #refused: string[] = [];

  add(url: string): void {
    this.#refused.push(url);
    if (this.#refused.length > KEPT) this.#refused.shift();
  }

  /** Browsers name the whole URL, or its origin alone where it was redirected. */
  refused(url: string): boolean {
    return this.#refused.some((known) => known === url || (known !== '' && url === `${known}/`));
  }
}

function directive(event: SecurityPolicyViolationEvent): string {
  const all = event.originalPolicy.split(';').map((part) => part.trim());
  const named = (name: string): string | undefined => all.find((part) => part.split(' ', 1)[0] === name);
  const name = event.effectiveDirective;
  return named(name) ?? named(name.replace(/-(?:elem|attr)$/, '')) ?? named('default-src') ?? name;
}

function words(event: SecurityPolicyViolationEvent): string {
  const { blockedURI, effectiveDirective } = event;
  const tail = `because it violates the following Content Security Policy directive: "${directive(event)}".`;
  const style = effectiveDirective.startsWith('style');
  if (blockedURI === 'inline') return `Refused to ${style ? 'apply inline style' : 'execute inline script'} ${tail}`;
  if (blockedURI === 'eval') return `Refused to evaluate a string as JavaScript ${tail}`;
  return `Refused to ${REFUSED[effectiveDirective.split('-', 1)[0] ?? ''] ?? 'load'} '${withoutQueryValues(blockedURI)}' ${tail}`;
}

/** Remembers refusals, and reports them when asked to. */
export function watchPolicy(reporter: Reporter, policy: Policy, report: boolean): () => void {
  policy.reported = report;
  const listener = (event: SecurityPolicyViolationEvent): void => {
    // A policy that only reports refuses nothing.
    if (event.disposition === 'report') return;
    policy.add(event.blockedURI);
    if (!report) return;
    const message = words(event);
    const source = event.sourceFile;
    const place = `${source}:${String(event.lineNumber)}:${String(event.columnNumber)}`;
    const stack = source === '' ? '' : `${message}\n    at ${place}`;
    reporter.captureException(
      { name: '', message, stack },
      { handled: false, context: { directive: event.effectiveDirective, page: withoutQueryValues(location.href) } },
    );
  };
  document.addEventListener('securitypolicyviolation', listener);
  return () => {
    document.removeEventListener('securitypolicyviolation', listener);
  };
}
