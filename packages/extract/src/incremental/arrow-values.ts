import type { Value } from '@sluice/schema';
import { type ArrowArray, arrowReader } from '@sluice/schema/arrow';
import type { ReadValue } from './arrow-row.ts';

/** Some rows of a column. */
interface Chunk {
  readonly start: number;
  readonly length: number;
  readonly read: (row: number) => Value;
}

/** Reads the values of a column, whose rows may lie in several batches: fastest one after the other. */
export function columnReader(arrays: readonly ArrowArray[]): ReadValue {
  const chunks: Chunk[] = [];
  let rows = 0;
  for (const array of arrays) {
    // A cursor compares values, so they are of one type, at the price of nanoseconds.
    chunks.push({ start: rows, length: array.length, read: arrowReader(array, { nanoseconds: 'floor' }) });
    rows += array.length;
  }
  let current: Chunk | undefined;
  return (row) => {
    if (!current || row < current.start || row >= current.start + current.length)
      current = chunks.find(({ start, length }) => row >= start && row < start + length);
    return current ? current.read(row - current.start) : null;
  };
}
