import { type Column, type ErrorPlace, SluiceError, type Table } from '@sluice/schema';
import type { ColumnWriter } from './column-writer.ts';

/** Rows were written that a hint would have written in another way. Code `HINT_TOO_LATE`. */
export function hintTooLate(what: string, place: ErrorPlace): SluiceError {
  return new SluiceError('HINT_TOO_LATE', what, {
    place,
    remedy: 'Give the hint to the resource, or with its first record',
  });
}

/** Puts the columns that data brought in this load behind those that hints define, as if the hints had come first. */
export function putInferredLast(table: Table, writers: ReadonlyMap<string, ColumnWriter>): void {
  const isInferred = ([name]: readonly [string, Column]): boolean => writers.get(name)?.inferred === true;
  const columns = [...table.columns];
  const first = columns.findIndex(isInferred);
  if (first < 0 || columns.slice(first).every(isInferred)) return;
  table.columns = new Map([
    ...columns.filter((entry) => !isInferred(entry)),
    ...columns.filter((entry) => isInferred(entry)),
  ]);
}
