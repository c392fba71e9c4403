import type { Value } from '@sluice/schema';

/** Reads a value of a column. */
export type ReadValue = (row: number) => Value;

/** A row of an Arrow table, put together only where somebody needs it whole. */
export class ArrowRow {
  readonly #columns: () => ReadonlyMap<string, ReadValue>;
  readonly #row: number;

  constructor(columns: () => ReadonlyMap<string, ReadValue>, row: number) {
    this.#columns = columns;
    this.#row = row;
  }

  toRecord(): ReadonlyMap<string, Value> {
    return new Map([...this.#columns()].map(([name, read]) => [name, read(this.#row)]));
  }
}
