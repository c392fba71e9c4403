import { maxRowBytes } from './capabilities.ts';

/** What DuckDB may use while it works. */
export interface Resources {
  readonly memoryMb: number;
  readonly threads: number;
}

/**
 * Memory that writing takes per column and thread: measured. DuckDB fills a block of 256 KiB per column, and holds on
 * to a few of them until a row group is complete, so that a wide table fails with "Out of Memory" where a narrow one
 * of the same size does not.
 */
const mbPerColumn = 1.2;

/**
 * Memory that each column written in a transaction keeps until its end: measured. The last rows of a table, which do
 * not fill a row group, stay in memory, a block of 32 KiB for each column at least.
 */
const mbPerKeptColumn = 0.05;

/**
 * Memory that each thread takes to read text files: measured. A buffer has room for two of the longest rows, and there
 * are up to two, beside what writing takes.
 */
export const mbPerTextReader: number = Math.ceil((5 * maxRowBytes) / 1e6);

/** More threads are not worth more memory than this. */
const mostForThreads = 400;

/**
 * What it takes to write a table of so many columns: more memory than `usual` for wide tables, and fewer threads where
 * even that would not suffice for all; `kept` is how many columns the transaction has written before, `mbPerReader` what
 * each thread takes to read. Where the user has set a limit, it holds.
 */
export function resourcesFor(
  columns: number,
  usual: Resources,
  isLimitFixed: boolean,
  kept = 0,
  mbPerReader = 0,
): Resources {
  const needed = Math.max(1, Math.ceil(columns * mbPerColumn)) + mbPerReader;
  const affordable = Math.floor((isLimitFixed ? usual.memoryMb : mostForThreads) / needed);
  const threads = Math.max(1, Math.min(usual.threads, affordable));
  const memoryMb = isLimitFixed
    ? usual.memoryMb
    : Math.max(usual.memoryMb, needed * threads) + Math.ceil(kept * mbPerKeptColumn);
  return { memoryMb, threads };
}
