/** Wrappers around functions of the runtime that nobody notices. */

/** What to do around a call; it has to make the call itself, and answer what that answers. */
export type Around = (call: () => unknown, self: unknown, args: readonly unknown[]) => unknown;

type Callable = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Replaces a method by one that has the same name, length, properties and source text. Answers how to
 * undo it; where somebody else wrapped the wrapper meanwhile, it stays and does nothing any more.
 */
export function wrapMethod(owner: object, key: string, around: Around): () => void {
  const original: unknown = Reflect.get(owner, key);
  if (typeof original !== 'function') return () => undefined;
  const target = original as Callable;
  let active = true;
  const wrapper = new Proxy(target, {
    apply(function_, self: unknown, args: unknown[]) {
      const call = (): unknown => Reflect.apply(function_, self, args);
      return active ? around(call, self, args) : call();
    },
    get(function_, property) {
      const value: unknown = Reflect.get(function_, property);
      if (property !== 'toString' || typeof value !== 'function') return value;
      return (): unknown => Reflect.apply(value as Callable, function_, []);
    },
  });
  if (!Reflect.set(owner, key, wrapper)) return () => undefined;
  return () => {
    active = false;
    if (Reflect.get(owner, key) === wrapper) Reflect.set(owner, key, original);
  };
}
