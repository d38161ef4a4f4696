/** What was thrown, in words. Anything may be thrown, and anything may go wrong while reading it. */

import { redact } from './redact.js';
import { read, toJson } from './sanitize.js';
import { shorten } from './text.js';

const MAX_MESSAGE = 4_000;
const MAX_STACK = 16_000;
const MAX_CAUSES = 8;

/** The raw words of something thrown; not redacted. */
export interface Thrown {
  /** As engines print it: `TypeError: x is not a function`. */
  readonly message: string;
  /** The stack as text, with the message on top where the engine puts it there. */
  readonly stack: string | undefined;
}

/** Something thrown, ready to be kept: redacted and shortened, with its causes below its stack. */
export interface Described {
  message: string;
  stack?: string;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function headline(value: object, text: string): string {
  const named = read(value, 'name');
  const name = typeof named === 'string' ? shorten(named, 200) : 'Error';
  if (text === '') return name === '' ? 'Error' : name;
  if (name === '') return text;
  return text.startsWith(`${name}:`) ? text : `${name}: ${text}`;
}

/** Reads message and stack, nothing else: this is all that an error costs that was seen before. */
export function readThrown(value: unknown): Thrown {
  if (typeof value === 'string') return { message: shorten(value, MAX_MESSAGE), stack: undefined };
  if (isObject(value)) {
    const text = read(value, 'message');
    const stack = read(value, 'stack');
    if (typeof text === 'string') {
      return {
        message: headline(value, shorten(text, MAX_MESSAGE)),
        stack: typeof stack === 'string' && stack !== '' ? stack : undefined,
      };
    }
    if (typeof stack === 'string' && stack !== '') {
      const end = stack.indexOf('\n');
      return { message: shorten(end < 0 ? stack : stack.slice(0, end), MAX_MESSAGE), stack };
    }
  }
  const summary = toJson(value);
  const text = typeof summary === 'string' ? summary : JSON.stringify(summary);
  return { message: `Thrown: ${shorten(value === undefined ? 'undefined' : text, MAX_MESSAGE)}`, stack: undefined };
}

/** The stack below a huge message is what matters of it. */
function shortenStack(thrown: Thrown, stack: string): string {
  if (stack.length <= MAX_STACK) return stack;
  const frames = stack.lastIndexOf('\n    at ');
  const head = shorten(thrown.message, MAX_MESSAGE);
  if (frames < MAX_STACK) return shorten(stack, MAX_STACK);
  let first = frames;
  while (first > 0 && frames - first < MAX_STACK) {
    const before = stack.lastIndexOf('\n', first - 1);
    if (before < 0 || !stack.startsWith('\n    at ', before)) break;
    first = before;
  }
  return shorten(head + stack.slice(first), MAX_STACK);
}

function own(thrown: Thrown): Described {
  const message = redact(thrown.message);
  if (thrown.stack === undefined) return { message };
  const stack = shortenStack(thrown, thrown.stack);
  // The message stands on top of most stacks, and is not looked through twice.
  return {
    message,
    stack: stack.startsWith(thrown.message) ? message + redact(stack.slice(thrown.message.length)) : redact(stack),
  };
}

function code(value: unknown): string {
  const found = isObject(value) ? read(value, 'code') : undefined;
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found !== '' && found.length <= 100 ? found : '';
}

function indent(text: string): string {
  return text.replaceAll('\n', '\n  ');
}

interface Causes {
  seen: unknown[];
  left: number;
  text: string;
}

/** Node's way of printing what stands behind an error, which the engine reads. */
function addCauses(value: unknown, causes: Causes): void {
  if (!isObject(value)) return;
  const errors = read(value, 'errors');
  let several: unknown[] = [];
  try {
    several = Array.isArray(errors) ? errors.slice(0, MAX_CAUSES) : [];
  } catch {
    // A list that cannot be read has no causes in it.
  }
  const cause = read(value, 'cause');
  for (const next of cause === undefined ? several : [cause, ...several]) {
    if (causes.left === 0 || causes.seen.includes(next)) continue;
    causes.left -= 1;
    causes.seen.push(next);
    const said = own(readThrown(next));
    const named = code(next);
    const tail = named === '' || (said.stack ?? said.message).includes(named) ? '' : ` {\n  code: '${redact(named)}'\n}`;
    causes.text += `\n  [cause]: ${indent((said.stack ?? said.message) + tail)}`;
    addCauses(next, causes);
  }
}

/** Describes what {@link readThrown} read of `value`, with its code and its causes. */
export function describe(value: unknown, thrown: Thrown): Described {
  const said = own(thrown);
  const causes: Causes = { seen: [value], left: MAX_CAUSES, text: '' };
  addCauses(value, causes);
  const named = code(value);
  const known = named === '' || (said.stack ?? said.message).includes(named);
  if (known && causes.text === '') return said;
  const tail = known ? '' : ` {\n  code: '${redact(named)}'\n}`;
  return { message: said.message, stack: shorten((said.stack ?? said.message) + tail + causes.text, 2 * MAX_STACK) };
}

/**
 * The first line of a stack that is neither a dependency's nor the runtime's. Only searched for, not
 * parsed: the engine reads stacks.
 */
export function topFrame(stack: string | undefined): string {
  if (stack === undefined) return '';
  let from = stack.indexOf('\n');
  for (let lines = 0; from >= 0 && lines < 50; lines += 1) {
    const next = stack.indexOf('\n', from + 1);
    const line = stack.slice(from + 1, next < 0 ? Math.min(stack.length, from + 500) : next);
    from = next;
    const frame = line.startsWith('    at ') || line.includes('@');
    if (frame && !line.includes('node_modules') && !line.includes('node:') && !line.includes('<anonymous>')) return line;
  }
  return '';
}
