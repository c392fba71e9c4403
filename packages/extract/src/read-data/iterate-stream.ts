import type { WebStream } from '../producer.ts';

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
