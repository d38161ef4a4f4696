import { AutoFixError } from './errors.js';
import type { EventType, Fix, Issue, Rejection } from './types.js';

/** What listeners of each event are given. */
export interface EventData extends Record<EventType, unknown> {
  issue_reported: Issue;
  fix_generated: Fix;
  fix_validated: Fix;
  fix_applied: Fix;
  fix_rejected: Rejection;
  fix_failed: { fixId: string; error: { code: string; message: string } };
  fix_rolled_back: Fix;
}

/** An event with its data. */
export type AutoFixEvent = { [Name in EventType]: { type: Name; data: EventData[Name] } }[EventType];

/** Hears an event. */
export type Listener<Name extends EventType> = (data: EventData[Name]) => void;

const NAMES: ReadonlySet<string> = new Set<EventType>([
  'issue_reported',
  'fix_generated',
  'fix_validated',
  'fix_applied',
  'fix_rejected',
  'fix_failed',
  'fix_rolled_back',
  'deployment_started',
  'deployment_completed',
  'deployment_failed',
]);

/** Events that wait for a slow iterator; beyond that the oldest is dropped. */
const WAITING = 1000;

interface Entry {
  listener: (data: never) => void;
  once: boolean;
}

interface Stream {
  waiting: AutoFixEvent[];
  wake: (() => void) | undefined;
}

/** Who hears what happens. */
export class Listeners {
  readonly #entries = new Map<string, Entry[]>();
  readonly #streams = new Set<Stream>();

  add<Name extends EventType>(name: Name, listener: Listener<Name>, once: boolean): void {
    if (!NAMES.has(name)) {
      const known = [...NAMES].join(', ');
      throw new AutoFixError('invalid_input', `no event is called \`${name}\`; the events are ${known}`);
    }
    const entries = this.#entries.get(name) ?? [];
    this.#entries.set(name, [...entries, { listener, once }]);
  }

  remove<Name extends EventType>(name: Name, listener: Listener<Name>): void {
    const entries = this.#entries.get(name) ?? [];
    this.#entries.set(
      name,
      entries.filter((entry) => entry.listener !== listener),
    );
  }

  tell(event: AutoFixEvent): void {
    const entries = this.#entries.get(event.type) ?? [];
    if (entries.some((entry) => entry.once)) {
      this.#entries.set(
        event.type,
        entries.filter((entry) => !entry.once),
      );
    }
    for (const entry of entries) {
      try {
        entry.listener(event.data as never);
      } catch (thrown) {
        // The caller of the engine did nothing wrong: the listener's fault is its own, as for `EventTarget`.
        queueMicrotask(() => {
          throw thrown;
        });
      }
    }
    for (const stream of this.#streams) {
      if (stream.waiting.length >= WAITING) stream.waiting.shift();
      stream.waiting.push(event);
      stream.wake?.();
    }
  }

  /** Every event from now on, until `return` or the signal. */
  async *stream(signal?: AbortSignal): AsyncGenerator<AutoFixEvent, void, undefined> {
    const stream: Stream = { waiting: [], wake: undefined };
    const wake = (): void => stream.wake?.();
    this.#streams.add(stream);
    signal?.addEventListener('abort', wake);
    try {
      while (signal?.aborted !== true) {
        const event = stream.waiting.shift();
        if (event !== undefined) {
          yield event;
          continue;
        }
        await new Promise<void>((resolve) => {
          stream.wake = resolve;
        });
        stream.wake = undefined;
      }
    } finally {
      this.#streams.delete(stream);
      signal?.removeEventListener('abort', wake);
    }
  }
}
