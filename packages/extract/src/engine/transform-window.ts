import { AbortGate } from '../read-data/abort-gate.ts';
import { isSurelyRecord } from '../read-data/kinds.ts';
import type { Chunk } from '../read-data/read-chunks.ts';
import { Call } from './call.ts';

export interface WindowOptions {
  /** Calls under way at a time. */
  readonly concurrency: number;
  /** Results come in the order of the items; otherwise as they are ready. */
  readonly isOrdered: boolean;
  /** Single records are handed on in chunks of at most this many. */
  readonly chunkRows: number;
  readonly signal: AbortSignal;
  /** Calls the transformer. */
  call(item: unknown): unknown;
  /** Reads what a call returned. */
  read(result: unknown): AsyncGenerator<Chunk>;
  /** No more results are wanted. */
  isFinished(): boolean;
}

/**
 * A window that slides over the items a transformer is called with. It stays open from one page to the next: while
 * the parent reads on, calls are under way.
 */
export class TransformWindow {
  readonly #options: WindowOptions;
  readonly #gate: AbortGate;
  #calls: Call[] = [];
  #wake = () => {};

  constructor(options: WindowOptions) {
    this.#options = options;
    this.#gate = new AbortGate(options.signal);
  }

  /** Takes in items, and gives out what is ready or has to make room for them. */
  offer(items: readonly unknown[]): AsyncGenerator<Chunk> {
    return this.#options.concurrency === 1 ? this.#oneByOne(items) : this.#sideBySide(items);
  }

  /** Gives out everything that is still to come. */
  async *drain(): AsyncGenerator<Chunk> {
    while (this.#calls.length > 0) yield* this.#takeOrWait();
  }

  close(): void {
    for (const call of this.#calls) call.close();
    this.#calls = [];
    this.#gate.close();
  }

  async *#oneByOne(items: readonly unknown[]): AsyncGenerator<Chunk> {
    const { call, read, isFinished, chunkRows } = this.#options;
    let records: unknown[] = [];
    for (const item of items) {
      if (isFinished()) return;
      const result = call(item);
      const isRecord = isSurelyRecord(result);
      if (isRecord) records.push(result);
      if (records.length > 0 && (!isRecord || records.length >= chunkRows)) {
        yield { kind: 'records', items: records, isPage: false };
        records = [];
      }
      if (!isRecord) yield* read(result);
    }
    if (records.length > 0) yield { kind: 'records', items: records, isPage: false };
  }

  async *#sideBySide(items: readonly unknown[]): AsyncGenerator<Chunk> {
    const { concurrency, call, read, isFinished } = this.#options;
    for (const item of items) {
      while (this.#calls.length >= concurrency) yield* this.#takeOrWait();
      if (isFinished()) return;
      const begun = new Call(
        () => call(item),
        read,
        () => this.#wake(),
      );
      this.#calls.push(begun);
    }
    yield* this.#ready();
  }

  async *#takeOrWait(): AsyncGenerator<Chunk> {
    const changed = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    const before = this.#calls.length;
    let hasTaken = false;
    for (const chunk of this.#ready()) {
      hasTaken = true;
      yield chunk;
    }
    if (!hasTaken && this.#calls.length === before) await this.#gate.wait(changed);
  }

  /** What may go out by now: single records gathered in chunks. */
  *#ready(): Generator<Chunk> {
    let records: unknown[] = [];
    for (let chunk = this.#take(); chunk; chunk = this.#take()) {
      const isSingle = !chunk.isPage && chunk.kind === 'records';
      if (isSingle) records.push(...chunk.items);
      if (records.length > 0 && (!isSingle || records.length >= this.#options.chunkRows)) {
        yield { kind: 'records', items: records, isPage: false };
        records = [];
      }
      if (!isSingle) yield chunk;
    }
    if (records.length > 0) yield { kind: 'records', items: records, isPage: false };
  }

  /** The next chunk that may go out by now. Calls that are over make room. */
  #take(): Chunk | null {
    let at = 0;
    while (at < this.#calls.length) {
      const call = this.#calls[at];
      const chunk = call?.take();
      if (chunk) return chunk;
      if (call?.isOver) this.#calls.splice(at, 1);
      else if (this.#options.isOrdered) return null;
      else at++;
    }
    return null;
  }
}
