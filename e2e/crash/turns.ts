/** Runs what it is given, so many at a time. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

export function turns(width: number): Turns {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running === width) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      // Whoever waits takes over the place; nobody else can slip in between.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

/** Works on all items, `width` at a time; an item is asked for only when there is a hand free for it. */
export async function forAll<T>(
  items: Iterable<T>,
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
