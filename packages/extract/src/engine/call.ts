import { isPromise } from '../is-promise.ts';
import { isSurelyRecord } from '../read-data/kinds.ts';
import type { Chunk } from '../read-data/read-chunks.ts';

// How many records of one call wait for their turn at most.
const maxRows = 1_000;

/** One call of a transformer: under way, and read ahead of its turn. */
export class Call {
  readonly #read: (result: unknown) => AsyncGenerator<Chunk>;
  readonly #changed: () => void;
  #waiting: Chunk[] = [];
  #rows = 0;
  #isRead = false;
  #failure: { error: unknown } | null = null;
  #chunks: AsyncGenerator<Chunk> | null = null;
  #isClosed = false;
  #goOn: (() => void) | null = null;

  /**
   * @param call the call itself
   * @param read what reads the result when that is more than one record
   * @param changed called whenever there is something new to take, or nothing more to come
   */
  constructor(call: () => unknown, read: (result: unknown) => AsyncGenerator<Chunk>, changed: () => void) {
    this.#read = read;
    this.#changed = changed;
    try {
      const result = call();
      if (isPromise(result)) result.then(this.#settle, this.#fail);
      else this.#settle(result);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Everything was taken. */
  get isOver(): boolean {
    return this.#isRead && this.#waiting.length === 0 && !this.#failure;
  }

  /** The next chunk, if there is one by now. @throws what the call threw, once all chunks before it were taken */
  take(): Chunk | null {
    const chunk = this.#waiting.shift();
    if (chunk) {
      this.#rows -= chunk.items.length;
      this.#goOn?.();
      return chunk;
    }
    if (this.#failure) throw this.#failure.error;
    return null;
  }

  close(): void {
    this.#isClosed = true;
    this.#goOn?.();
    if (!this.#isRead) this.#chunks?.return(undefined).catch(() => {});
  }

  readonly #settle = (result: unknown): void => {
    if (isSurelyRecord(result)) this.#waiting.push({ kind: 'records', items: [result], isPage: false });
    else if (result !== null && result !== undefined) {
      this.#chunks = this.#read(result);
      void this.#readAhead(this.#chunks);
      return;
    }
    this.#isRead = true;
    this.#changed();
  };

  readonly #fail = (error: unknown): void => {
    this.#failure = { error };
    this.#isRead = true;
    this.#changed();
  };

  async #readAhead(chunks: AsyncGenerator<Chunk>): Promise<void> {
    try {
      for await (const chunk of chunks) {
        if (this.#isClosed) return;
        this.#waiting.push(chunk);
        this.#rows += chunk.items.length;
        this.#changed();
        if (this.#rows >= maxRows) await this.#room();
      }
      this.#isRead = true;
      this.#changed();
    } catch (error) {
      this.#fail(error);
    }
  }

  #room(): Promise<void> {
    return new Promise((resolve) => {
      this.#goOn = () => {
        if (this.#rows >= maxRows && !this.#isClosed) return;
        this.#goOn = null;
        resolve();
      };
    });
  }
}
