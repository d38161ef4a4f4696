/** Something that AutoFix refuses or cannot do. `code` is stable and the same in every language. */
export class AutoFixError extends Error {
  /** Stable name of the kind of error, such as `stale` or `config_invalid`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }

  static {
    // On the prototype, so that a bundler that shortens class names does not shorten this one.
    this.prototype.name = 'AutoFixError';
  }
}

/** A call was stopped by its signal. `cause` is the signal's reason. */
export class AutoFixAbortError extends AutoFixError {
  constructor(reason: unknown) {
    super('aborted', 'the call was aborted; nothing is left half done', { cause: reason });
  }

  static {
    this.prototype.name = 'AbortError';
  }
}

/** What the engine threw, as an error of this package. Its words are JSON with `code` and `message`. */
export function fromEngine(thrown: unknown): AutoFixError {
  if (thrown instanceof AutoFixError) return thrown;
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  try {
    const told = JSON.parse(words) as { code?: unknown; message?: unknown };
    if (typeof told.code === 'string' && typeof told.message === 'string') {
      return new AutoFixError(told.code, told.message, { cause: thrown });
    }
  } catch {
    // Not the engine's own words: a fault of the binding itself.
  }
  return new AutoFixError('internal', words, { cause: thrown });
}
