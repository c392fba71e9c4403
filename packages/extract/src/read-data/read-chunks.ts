import { SluiceError } from '@sluice/schema';
import { isArrow } from '../arrow.ts';
import { isPromise } from '../is-promise.ts';
import { Marked } from '../mark.ts';
import { AbortGate } from './abort-gate.ts';
import { BatchReader } from './batch-reader.ts';
import { iterateStream } from './iterate-stream.ts';
import { isAsyncIterable, isCollection, isSurelyRecord, isWebStream, unwrapPage } from './kinds.ts';

/** What goes through the steps together. */
export interface Chunk {
  readonly kind: 'records' | 'arrow';
  readonly items: readonly unknown[];
  /** It was yielded as one page; otherwise its records were yielded one by one. */
  readonly isPage: boolean;
}

export interface ReadOptions {
  /** Records that are yielded one by one and can be had at once are handed on in chunks of at most this many. */
  readonly chunkRows: number;
  readonly signal: AbortSignal;
}

/** Collections that can be read once, and were begun. */
const begun = new WeakSet<object>();

/**
 * Reads a collection of records to its end. What is iterable at once is never awaited record by record.
 *
 * The generator throws RESOURCE_EXHAUSTED, the reason of the signal, and what the collection throws.
 * @throws DATA_NOT_ITERABLE
 */
export function readChunks(data: unknown, options: ReadOptions): AsyncGenerator<Chunk> {
  if (isPromise(data)) return readPromised(data, options, readChunks);
  if (isArrow(data)) return readNow([data], options);
  if (isAsyncIterable(data)) return readLater(begin(data), options);
  if (isCollection(data)) return readNow(begin(data), options);
  if (isWebStream(data)) return readLater(iterateStream(begin(data)), options);
  throw notIterable(data);
}

async function* readPromised(
  data: Promise<unknown>,
  options: ReadOptions,
  read: (settled: unknown, options: ReadOptions) => AsyncGenerator<Chunk>,
): AsyncGenerator<Chunk> {
  const gate = new AbortGate(options.signal);
  try {
    yield* read(await gate.wait(data), options);
  } finally {
    gate.close();
  }
}

/** @throws RESOURCE_EXHAUSTED where a generator or stream is read again */
function begin<T extends object>(data: T): T {
  const isOnce = !Array.isArray(data) && 'next' in data;
  if ((isOnce || isWebStream(data)) && begun.has(data))
    throw new SluiceError('RESOURCE_EXHAUSTED', 'The data is a generator or stream that was read before', {
      remedy: 'Hand in a function that makes a new one each time: () => readRecords()',
    });
  if (isOnce || isWebStream(data)) begun.add(data);
  return data;
}

async function* readNow(data: Iterable<unknown>, options: ReadOptions): AsyncGenerator<Chunk> {
  let items: unknown[] = [];
  for (const element of data) {
    if (isSurelyRecord(element)) {
      items.push(element);
      if (items.length < options.chunkRows) continue;
      yield { kind: 'records', items, isPage: false };
      items = [];
    } else if (element !== null && element !== undefined) {
      if (items.length > 0) yield { kind: 'records', items, isPage: false };
      items = [];
      yield* readElement(element, options);
    }
  }
  if (items.length > 0) yield { kind: 'records', items, isPage: false };
}

async function* readLater(data: AsyncIterable<unknown>, options: ReadOptions): AsyncGenerator<Chunk> {
  const reader = new BatchReader(data, options.chunkRows, options.signal);
  try {
    for (;;) {
      const { records, other, isLast } = await reader.next();
      if (records.length > 0) yield { kind: 'records', items: records, isPage: false };
      if (other !== undefined) yield* readElement(other, options);
      if (isLast) return;
    }
  } finally {
    await reader.close();
  }
}

/** A page, an Arrow table, a promise, a generator, or a record of a class of its own. */
async function* readElement(element: unknown, options: ReadOptions): AsyncGenerator<Chunk> {
  const page = unwrapPage(element);
  const content = element instanceof Marked ? element.record : element;
  if (page) yield { kind: isArrow(page[0]) ? 'arrow' : 'records', items: page, isPage: true };
  else if (isArrow(content)) yield { kind: 'arrow', items: [element], isPage: false };
  else if (isPromise(element)) yield* readPromised(element, options, readResult);
  else if (isAsyncIterable(element)) yield* readLater(begin(element), options);
  else if (isCollection(element)) yield* readNow(begin(element), options);
  else yield { kind: 'records', items: [element], isPage: false };
}

/** What a transformer returned for one record: a record, a page, a collection, or nothing; now or later. */
export async function* readResult(result: unknown, options: ReadOptions): AsyncGenerator<Chunk> {
  if (result === null || result === undefined) return;
  if (isWebStream(result) && !isAsyncIterable(result))
    yield* readLater(iterateStream(begin(result)), options);
  else yield* readElement(result, options);
}

export function notIterable(data: unknown): SluiceError {
  return new SluiceError('DATA_NOT_ITERABLE', `Data must be a collection of records, not ${kindOf(data)}`, {
    remedy: 'Put a single record into an array: [record]. Load a file by reading it first',
  });
}

function kindOf(data: unknown): string {
  if (data === null || data === undefined) return String(data);
  if (typeof data === 'string') return 'a string';
  if (typeof data === 'function') return 'a function';
  if (typeof data !== 'object') return `a ${typeof data}`;
  return data instanceof Map ? 'a Map' : 'an object';
}
