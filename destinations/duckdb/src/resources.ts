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
 * What it takes to write a table of so many columns: fewer threads than `usual` where memory would not suffice for
 * all, and for the widest tables more memory, unless the user has set a limit.
 */
export function resourcesFor(columns: number, usual: Resources, isLimitFixed: boolean): Resources {
  const needed = Math.ceil(columns * mbPerColumn);
  const threads = Math.max(1, Math.min(usual.threads, Math.floor(usual.memoryMb / Math.max(needed, 1))));
  const memoryMb = isLimitFixed ? usual.memoryMb : Math.max(usual.memoryMb, needed);
  return { memoryMb, threads };
}
