import type { WebStream } from '../producer.ts';
import { AbortGate } from './abort-gate.ts';

/**
 * The elements of an async collection. It is closed when nobody reads on; a collection that hangs does not keep an
 * abort waiting.
 */
export async function* readAsync(data: AsyncIterable<unknown>, signal: AbortSignal): AsyncGenerator<unknown> {
  const gate = new AbortGate(signal);
  const iterator = data[Symbol.asyncIterator]();
  let isOver = false;
  try {
    for (;;) {
      const next = await gate.wait(callNext(iterator, () => (isOver = true)));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    gate.close();
    if (!isOver) await close(iterator, signal);
  }
}

/** A collection that is through, or failed, closes itself. */
async function callNext(
  iterator: AsyncIterator<unknown>,
  over: () => void,
): Promise<IteratorResult<unknown>> {
  try {
    const next = await iterator.next();
    if (next.done) over();
    return next;
  } catch (error) {
    over();
    throw error;
  }
}

async function close(iterator: AsyncIterator<unknown>, signal: AbortSignal): Promise<void> {
  const closed = iterator.return?.();
  if (!closed) return;
  // A generator closes only after what it waits for, which may never come.
  if (signal.aborted) closed.then(undefined, () => {});
  else await closed;
}

/** A web stream as something to iterate, for hosts whose streams are not. */
export async function* iterateStream(stream: WebStream<unknown>): AsyncGenerator<unknown> {
  const reader = stream.getReader();
  let isOver = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      isOver = done;
      if (done) return;
      yield value;
    }
  } finally {
    if (!isOver) await reader.cancel();
    reader.releaseLock();
  }
}
