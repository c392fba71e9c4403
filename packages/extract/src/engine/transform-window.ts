import type { Chunk } from '../read-data/read-chunks.ts';
import { Prefetch } from './prefetch.ts';

export interface WindowOptions {
  /** Calls under way at a time. */
  readonly concurrency: number;
  /** Results come in the order of the items; otherwise as they are ready. */
  readonly isOrdered: boolean;
  /** Calls the transformer. */
  call(item: unknown): AsyncGenerator<Chunk>;
}

/**
 * A window that slides over the items a transformer is called with. It stays open from one page to the next: while
 * the parent reads on, calls are under way.
 */
export class TransformWindow {
  readonly #options: WindowOptions;
  #calls: Prefetch[] = [];
  #wake: (() => void) | null = null;

  constructor(options: WindowOptions) {
    this.#options = options;
  }

  /** Takes in an item, and gives out what is ready or has to make room for it. */
  async *offer(item: unknown): AsyncGenerator<Chunk> {
    const { concurrency, call } = this.#options;
    if (concurrency === 1) {
      yield* call(item);
      return;
    }
    while (this.#calls.length >= concurrency) yield* this.#takeOrWait();
    this.#calls.push(new Prefetch(call(item), () => this.#wake?.()));
    for (let chunk = this.#take(); chunk; chunk = this.#take()) yield chunk;
  }

  /** Gives out everything that is still to come. */
  async *drain(): AsyncGenerator<Chunk> {
    while (this.#calls.length > 0) yield* this.#takeOrWait();
  }

  close(): void {
    for (const call of this.#calls) call.close();
    this.#calls = [];
  }

  async *#takeOrWait(): AsyncGenerator<Chunk> {
    const changed = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const before = this.#calls.length;
    const chunk = this.#take();
    if (chunk) yield chunk;
    else if (this.#calls.length === before) await changed;
  }

  /** The next chunk that may go out by now. Calls that are over make room. */
  #take(): Chunk | null {
    const eligible = this.#options.isOrdered ? this.#calls.slice(0, 1) : this.#calls;
    for (const call of eligible) {
      const chunk = call.take();
      if (chunk) return chunk;
      if (call.isOver) {
        this.#calls = this.#calls.filter((other) => other !== call);
        return this.#take();
      }
    }
    return null;
  }
}
