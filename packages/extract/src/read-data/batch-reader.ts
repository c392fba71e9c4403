import { isPromise } from '../is-promise.ts';
import { isSurelyRecord } from './kinds.ts';

/** What could be had without much waiting: records, then perhaps one element of another kind, then perhaps the end. */
export interface Batch {
  readonly records: readonly unknown[];
  readonly other: unknown;
  readonly isLast: boolean;
}

/** Calls back when everything that needs no waiting has happened. */
const whenIdle: (callback: () => void) => void =
  typeof setImmediate === 'function'
    ? (callback) => setImmediate(callback)
    : (callback) => setTimeout(callback);

/**
 * Reads an async collection in batches. Records that come without waiting for the world outside make one batch; a
 * batch that has to wait for more is handed on as it is. It costs a promise per batch, not several per record.
 */
export class BatchReader {
  readonly #iterator: AsyncIterator<unknown>;
  readonly #signal: AbortSignal;
  readonly #maxRecords: number;
  #records: unknown[] = [];
  #other: unknown;
  #isPulling = false;
  #isOver = false;
  #failure: { error: unknown } | null = null;
  #isTimed = false;
  #settle: { resolve(batch: Batch): void; reject(error: unknown): void } | null = null;
  readonly #abort = () => this.#settle?.reject(this.#signal.reason);

  constructor(data: AsyncIterable<unknown>, maxRecords: number, signal: AbortSignal) {
    this.#iterator = data[Symbol.asyncIterator]();
    this.#maxRecords = maxRecords;
    this.#signal = signal;
    signal.addEventListener('abort', this.#abort);
  }

  /** @throws what the collection throws, and the reason of the signal */
  next(): Promise<Batch> {
    return new Promise((resolve, reject) => {
      this.#signal.throwIfAborted();
      this.#settle = { resolve, reject };
      this.#advance();
    });
  }

  /** Closes the collection. One that hangs is not waited for. */
  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#abort);
    if (this.#isOver) return;
    const closed = this.#iterator.return?.();
    if (!closed) return;
    // A generator closes only after what it waits for, which may never come.
    if (this.#isPulling || this.#signal.aborted) closed.then(undefined, () => {});
    else await closed;
  }

  #advance(): void {
    const isFull = this.#records.length >= this.#maxRecords;
    if (isFull || this.#isOver || this.#other !== undefined) this.#deliver();
    else if (!this.#isPulling) this.#pull();
    if (this.#records.length > 0) this.#time();
  }

  #pull(): void {
    this.#isPulling = true;
    try {
      const next = this.#iterator.next();
      if (isPromise(next)) next.then(this.#take, this.#fail);
      else this.#take(next);
    } catch (error) {
      this.#fail(error);
    }
  }

  readonly #take = ({ done, value }: IteratorResult<unknown>): void => {
    this.#isPulling = false;
    if (done) this.#isOver = true;
    else if (isSurelyRecord(value)) this.#records.push(value);
    else this.#other = value ?? undefined;
    if (this.#settle) this.#advance();
  };

  readonly #fail = (error: unknown): void => {
    this.#isPulling = false;
    this.#isOver = true;
    this.#failure = { error };
    if (this.#settle) this.#advance();
  };

  /** Does not let records wait for those that take longer. */
  #time(): void {
    if (this.#isTimed || !this.#settle) return;
    this.#isTimed = true;
    whenIdle(() => {
      this.#isTimed = false;
      if (this.#records.length > 0) this.#deliver();
    });
  }

  #deliver(): void {
    const settle = this.#settle;
    if (!settle) return;
    this.#settle = null;
    if (this.#failure && this.#records.length === 0) {
      settle.reject(this.#failure.error);
      return;
    }
    settle.resolve({
      records: this.#records,
      other: this.#other,
      isLast: this.#isOver && !this.#failure,
    });
    this.#records = [];
    this.#other = undefined;
  }
}
