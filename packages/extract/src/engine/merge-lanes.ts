/**
 * Reads several generators side by side: what is ready first comes first, one value of each ahead.
 *
 * @param stop called before generators that still work are closed
 */
export async function* mergeLanes<T>(
  lanes: readonly AsyncGenerator<T>[],
  stop: () => void,
): AsyncGenerator<T> {
  const ready: { lane: AsyncGenerator<T>; settled: () => IteratorResult<T> }[] = [];
  const open = new Set(lanes);
  let wake = () => {};
  const pull = (lane: AsyncGenerator<T>) => {
    const add = (settled: () => IteratorResult<T>) => {
      ready.push({ lane, settled });
      wake();
    };
    lane.next().then(
      (result) => add(() => result),
      (error: unknown) =>
        add(() => {
          throw error;
        }),
    );
  };
  lanes.forEach(pull);
  try {
    while (open.size > 0) {
      const next = ready.shift();
      if (!next) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const result = next.settled();
      if (result.done) open.delete(next.lane);
      else {
        yield result.value;
        pull(next.lane);
      }
    }
  } finally {
    if (open.size > 0) stop();
    await Promise.allSettled([...open].map((lane) => lane.return(undefined)));
  }
}
