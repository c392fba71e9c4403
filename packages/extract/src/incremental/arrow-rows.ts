import { type ArrowTable, arrowBatches } from '@sluice/schema/arrow';
import { ArrowRow, type ReadValue } from './arrow-row.ts';
import { columnReader } from './arrow-values.ts';
import type { CursorRun } from './cursor-run.ts';
import { missing } from './read-field.ts';

/** The rows of an Arrow table, as a cursor sees them. */
export class ArrowRows {
  readonly #table: ArrowTable;
  readonly #cursor: CursorRun;
  #readers: ReadonlyMap<string, ReadValue> | null = null;
  readonly #columns = () => {
    this.#readers ??= new Map(this.#table.schema.fields.map(({ name }) => [name, this.#reader(name)]));
    return this.#readers;
  };

  constructor(table: ArrowTable, cursor: CursorRun) {
    this.#table = table;
    this.#cursor = cursor;
  }

  /**
   * The parts of the table that are new and in range, in order; rows after the `max`th are not looked at.
   * @throws the codes of `CursorRun.keeps`; CURSOR_PATH_MISSING also where the path is more than a column
   */
  keep(max: number): ArrowTable[] {
    const { field } = this.#cursor;
    const isColumn = this.#table.schema.fields.some(({ name }) => name === field);
    const read = field !== null && isColumn ? this.#reader(field) : () => missing;
    const parts: ArrowTable[] = [];
    const { numRows } = this.#table;
    let [row, kept, start] = [0, 0, 0];
    for (; row < numRows && kept < max; row++) {
      if (this.#cursor.keepsAt(read(row), new ArrowRow(this.#columns, row))) kept++;
      else {
        if (row > start) parts.push(this.#table.slice(start, row));
        start = row + 1;
      }
    }
    if (start === 0 && row === numRows && row > 0) return [this.#table];
    if (row > start) parts.push(this.#table.slice(start, row));
    return parts;
  }

  #reader(name: string): ReadValue {
    const index = this.#table.schema.fields.findIndex((field) => field.name === name);
    return columnReader(arrowBatches(this.#table).flatMap(({ data }) => data.children[index] ?? []));
  }
}
