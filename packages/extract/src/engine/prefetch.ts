import type { Chunk } from '../read-data/read-chunks.ts';

// How many records of one call wait for their turn at most.
const maxRows = 1_000;

/** Reads ahead in what one call of a transformer gives, so that several calls are under way at a time. */
export class Prefetch {
  readonly #chunks: AsyncGenerator<Chunk>;
  readonly #changed: () => void;
  #waiting: Chunk[] = [];
  #rows = 0;
  #isRead = false;
  #failure: { error: unknown } | null = null;
  #isClosed = false;
  #goOn: (() => void) | null = null;

  /** @param changed called whenever there is something new to take, or nothing more to come. */
  constructor(chunks: AsyncGenerator<Chunk>, changed: () => void) {
    this.#chunks = chunks;
    this.#changed = changed;
    void this.#read();
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
    if (!this.#isRead) this.#chunks.return(undefined).catch(() => {});
  }

  async #read(): Promise<void> {
    try {
      for await (const chunk of this.#chunks) {
        if (this.#isClosed) return;
        this.#waiting.push(chunk);
        this.#rows += chunk.items.length;
        this.#changed();
        if (this.#rows >= maxRows) await this.#room();
      }
    } catch (error) {
      this.#failure = { error };
    } finally {
      this.#isRead = true;
      this.#changed();
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
