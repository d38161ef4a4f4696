/**
 * Marks the default `canHandle`, whose answer the engine knows from `supportedErrors`. The same in every
 * copy of this package: a plugin may come with its own.
 */
export const LISTED = Symbol.for('@autofix/sdk:listed');
