import {
  type ColumnBatch,
  type ColumnVector,
  type CompleteColumn,
  type ContractFilter,
  isComplete,
  newTable,
  propagation,
  resolveContract,
  type Table,
} from '@sluice/schema';
import { type ColumnWriter, openColumn } from './column-writer.ts';
import { toFloat64 } from './columns/column-builder.ts';
import type { Int64Builder } from './columns/int64-builder.ts';
import type { Environment } from './environment.ts';
import { type IdSource, idSource } from './id-source.ts';
import { hintTooLate, putInferredLast } from './late-hints.ts';
import { nullNotAllowed } from './null-not-allowed.ts';
import { isSameVector, vectorType } from './vector-type.ts';

type SystemColumn = 'id' | 'loadId' | 'parentId' | 'listIndex';
const systemColumns: readonly SystemColumn[] = ['id', 'loadId', 'parentId', 'listIndex'];

/** One table being written: its columns, and what its rows get besides their own values. */
export class TableWriter {
  readonly name: string;
  /** The table this one is nested in by name; the schema may still hold it as a root table. */
  readonly parent: string | undefined;
  readonly columns = new Map<string, ColumnWriter>();
  /** Those of `columns` that every row gets a value in; null until the table has them. */
  readonly system: Record<SystemColumn, ColumnWriter | null> = {
    id: null,
    loadId: null,
    parentId: null,
    listIndex: null,
  };
  /** Rows in the buffers. */
  rows = 0;
  /** Rows since the start. */
  totalRows = 0;
  /** What keeps the whole table out: its rows are skipped. */
  keptOut: ContractFilter | null = null;
  /** Columns a contract keeps out, and what becomes of rows that have them. */
  readonly filters = new Map<string, ContractFilter>();
  /** Rows that contracts kept out. */
  rowsLeftOut = 0;
  /** How many of `columns` hold JSON. */
  jsonColumns = 0;
  /** Every row takes the careful path. */
  careful = false;
  /** Column of a finished row → name under which the rows nested in it get its value. */
  propagates: readonly (readonly [from: string, as: string])[] = [];
  /** The schema holds the table as a root: rows found inside others are not linked to them. */
  isRoot = false;
  idFrom: IdSource = 'random';
  /** Rows have brought ids of their own, which nobody has promised to be different. */
  hasOwnIds = false;
  /** Columns that filters of the schema keep out of all rows; null where there are no filters. */
  readonly excludes: ((column: string) => boolean) | null;
  readonly #run: Environment;

  constructor(run: Environment, name: string, parent: string | undefined, excludes: TableWriter['excludes']) {
    this.#run = run;
    this.name = name;
    this.parent = parent;
    this.excludes = excludes;
    this.refresh();
  }

  /** The table as the schema has it, if it does. */
  get definition(): Table | undefined {
    return this.#run.schema.tables.get(this.name);
  }

  /** The table as the schema has it, or an empty one to be filled. */
  get current(): Table {
    return this.definition ?? newTable(this.name, this.parent === undefined ? {} : { parent: this.parent });
  }

  /** Whether a row found inside another is linked to it: not where the schema holds the table as a root. */
  nests(parentId: string | null): parentId is string {
    return parentId !== null && !this.isRoot;
  }

  isSystemColumn(name: string): boolean {
    return systemColumns.some((column) => this.#run.system[column] === name);
  }

  /** Reads again what the schema says of the table: called whenever its definition has changed. */
  refresh(): void {
    const { schema, system, mergeStrategies } = this.#run;
    const table = this.definition;
    const all = propagation(schema);
    const isRoot = (table ?? this).parent === undefined;
    this.propagates = Object.entries({ ...(isRoot ? all.root : {}), ...all.tables[this.name] });
    if (!table) return;
    this.isRoot = isRoot;
    for (const column of table.columns.values()) if (isComplete(column)) this.#adopt(column);
    this.idFrom = idSource(schema, table, mergeStrategies, system.id);
    this.careful =
      this.idFrom !== 'random' ||
      this.propagates.some(([from]) => from !== system.id) ||
      (this.excludes !== null && Object.values(system).some(this.excludes));
  }

  /** Adds a column that this load inferred. */
  infer(column: CompleteColumn): void {
    if (!this.columns.has(column.name)) this.#open(column, true);
  }

  /**
   * Takes in hints that came after rows of the table. Columns they define stand before those that data brought in this
   * load, as they would had the hints come first.
   * @returns whether there are JSON columns among them: what goes there may have been taken apart so far
   * @throws HINT_TOO_LATE where rows would have been written in another way
   */
  takeHints(): boolean {
    const { idFrom, jsonColumns } = this;
    this.refresh();
    for (const { column, builder } of this.columns.values())
      if (!isSameVector(builder.type, vectorType(column, this.#run.types)))
        throw hintTooLate(
          `A hint makes a column ${column.data_type} that holds values of another type by now`,
          { table: this.name, column: column.name },
        );
    if (idFrom !== this.idFrom && this.totalRows > 0)
      throw hintTooLate('A hint changes how rows get their ids, and some have theirs by now', {
        table: this.name,
      });
    if (this.definition) putInferredLast(this.definition, this.columns);
    return this.jsonColumns > jsonColumns;
  }

  #adopt(column: CompleteColumn): void {
    if (!this.columns.has(column.name)) this.#open(column, false);
  }

  #open(column: CompleteColumn, inferred: boolean): void {
    const writer = openColumn(column, inferred, this.#run);
    this.columns.set(column.name, writer);
    if (column.data_type === 'json') this.jsonColumns++;
    for (const name of systemColumns) if (this.#run.system[name] === column.name) this.system[name] = writer;
  }

  /**
   * Late typing: a bigint column that this load inferred, or that may be widened, becomes double at its first fraction,
   * as long as it holds nothing that a double would round. JavaScript writes `1.0` as `1`, so the first values of a
   * column of doubles may well look like integers.
   */
  widen(name: string): boolean {
    const target = this.columns.get(name);
    if (target?.kind !== 'bigint' || !(target.inferred || this.#mayWiden(target))) return false;
    const integers = target.builder as Int64Builder;
    if (integers.beyondSafe) return false;
    target.builder = toFloat64(integers, this.#run.meter);
    target.column.data_type = 'double';
    target.kind = 'double';
    if (this.totalRows > this.rows) this.#run.onWidened(this.name, name);
    return true;
  }

  /** Whether a column from before this load may change its type. Ids follow from the values of keys as they are typed. */
  #mayWiden({ column, isArrow }: ColumnWriter): boolean {
    const { schema, mayWiden } = this.#run;
    if (!mayWiden?.(this.name, column.name) || isArrow) return false;
    const isKey = column.primary_key || column.merge_key || column.unique || column.row_key;
    const isSized = column.precision !== undefined;
    return !isKey && !isSized && resolveContract(schema, this.name).data_type === 'evolve';
  }

  /** Ends the row at hand. */
  endRow(): void {
    this.rows++;
    this.totalRows++;
    if (this.rows >= this.#run.maxBatchRows) this.flush();
  }

  /** Adds rows that come as columns; of the columns that are not among them they hold none. */
  append(rows: number, vectors: readonly ColumnVector[]): void {
    if (this.rows + rows > this.#run.maxBatchRows) this.flush();
    for (const vector of vectors) {
      const { builder } = this.#columnOf(vector);
      if (builder.length < this.rows) builder.padTo(this.rows);
      builder.append(vector);
    }
    this.rows += rows;
    this.totalRows += rows;
    if (this.rows >= this.#run.maxBatchRows) this.flush();
  }

  /** Hands rows out that come as columns, as they lie in memory, after those that are buffered. */
  handOut(rows: number, vectors: readonly ColumnVector[]): void {
    this.flush();
    for (const vector of vectors) this.#columnOf(vector).handedOut += rows - vector.nullCount;
    this.totalRows += rows;
    this.refuseNulls();
    const held = vectors.filter(({ nullCount }) => nullCount < rows);
    const columns = held.length > 0 ? held : vectors.slice(0, 1);
    this.#run.onBatch({ table: this.name, rows, columns });
  }

  #columnOf({ name }: ColumnVector): ColumnWriter {
    const target = this.columns.get(name);
    if (!target) throw new Error(`no column ${this.name}.${name} for values that were converted to it`);
    return target;
  }

  /** Takes back what was pushed of the row at hand. */
  rollback(): void {
    for (const { builder } of this.columns.values())
      if (builder.length > this.rows) builder.truncate(this.rows);
  }

  /** Hands the buffered rows out as a batch. */
  flush(): void {
    if (this.rows === 0) return;
    const vectors: ColumnVector[] = [];
    for (const [name, target] of this.columns) {
      const { builder } = target;
      if (builder.length < this.rows) builder.padTo(this.rows);
      target.handedOut += this.rows - builder.nullCount;
      if (builder.nullCount < this.rows) vectors.push(builder.take(name));
      else builder.truncate(0);
    }
    this.refuseNulls();
    if (vectors.length === 0) vectors.push(...this.#emptyRows());
    const batch: ColumnBatch = { table: this.name, rows: this.rows, columns: vectors };
    this.rows = 0;
    this.#run.onBatch(batch);
  }

  /** Rows of nothing but nulls, which Arrow data may bring: one column says how many there are. */
  #emptyRows(): ColumnVector[] {
    const [first] = this.columns;
    if (!first) return [];
    const [name, { builder }] = first;
    builder.padTo(this.rows);
    return [builder.take(name)];
  }

  /**
   * Refuses nulls of flushed rows in columns that must have a value: keys that records left out, numbers that are
   * none, rows from before the column came or was declared so. The destination would refuse the load, for good.
   */
  refuseNulls(): void {
    if (!this.#run.refusesNulls) return;
    for (const [name, { column, handedOut }] of this.columns)
      if (column.nullable === false && handedOut < this.totalRows) throw nullNotAllowed(this.name, name);
  }

  /** Bytes its buffers hold. */
  get byteSize(): number {
    let size = 0;
    for (const { builder } of this.columns.values()) size += builder.byteSize;
    return size;
  }

  /** Gives the buffers' memory back. Only right after `flush`. */
  release(): void {
    for (const { builder } of this.columns.values()) builder.release();
  }
}
