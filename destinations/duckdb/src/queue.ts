/** Takes a place in a queue: resolves when everybody before has left it, with what the caller leaves it by. */
export type Queue = () => Promise<() => void>;

/** Lets through one at a time, in the order they came. */
export function queue(): Queue {
  let last = Promise.resolve();
  return async () => {
    const earlier = last;
    const { promise, resolve } = Promise.withResolvers<void>();
    last = earlier.then(() => promise);
    await earlier;
    return resolve;
  };
}

/** The queue of each object, for as long as the object is there. */
export function queues(): (of: object) => Queue {
  const known = new WeakMap<object, Queue>();
  return (of) => {
    const found = known.get(of) ?? queue();
    known.set(of, found);
    return found;
  };
}
