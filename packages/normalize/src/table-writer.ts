import {
  type Column,
  type ColumnBatch,
  type ColumnVector,
  type CompleteColumn,
  type ContractFilter,
  type DataType,
  isComplete,
  mergeStrategyOf,
  newTable,
  propagation,
  rootOf,
  SluiceError,
  type Table,
} from '@sluice/schema';
import { type ColumnBuilder, createBuilder, toFloat64 } from './columns/column-builder.ts';
import type { Int64Builder } from './columns/int64-builder.ts';
import type { Environment } from './environment.ts';
import { vectorType } from './vector-type.ts';

/** A column being written: its definition and the buffer its values go to. */
export interface ColumnWriter {
  readonly column: CompleteColumn;
  /** The column's data type, held here for the hot path. */
  kind: DataType;
  builder: ColumnBuilder;
  /** Values in the batches handed out so far, nulls left out. */
  handedOut: number;
  /** Null is refused. */
  readonly required: boolean;
  /** Inferred in this load, so that its first fraction may still turn it from bigint into double. */
  readonly inferred: boolean;
}

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
  /** Every row takes the careful path. */
  careful = false;
  /** Column of a finished row → name under which the rows nested in it get its value. */
  propagates: readonly (readonly [from: string, as: string])[] = [];
  /** The schema holds the table as a root: rows found inside others are not linked to them. */
  isRoot = false;
  /** How a root row gets its id: at random, from its keys, or from the whole record. */
  idFrom: 'random' | 'key' | 'record' = 'random';
  readonly #run: Environment;

  constructor(run: Environment, name: string, parent: string | undefined) {
    this.#run = run;
    this.name = name;
    this.parent = parent;
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
    if (!table) return;
    this.isRoot = table.parent === undefined;
    for (const column of table.columns.values()) if (isComplete(column)) this.#adopt(column);
    const all = propagation(schema);
    this.propagates = Object.entries({
      ...(table.parent === undefined ? all.root : {}),
      ...all.tables[this.name],
    });
    const strategy =
      rootOf(schema, table).name === this.name ? mergeStrategyOf(schema, table, mergeStrategies) : null;
    this.idFrom = idSource(strategy, table.columns.get(system.id));
    this.careful = this.idFrom !== 'random' || this.propagates.some(([from]) => from !== system.id);
  }

  /** Adds a column that this load inferred. */
  infer(column: CompleteColumn): void {
    if (!this.columns.has(column.name)) this.#open(column, true);
  }

  #adopt(column: CompleteColumn): void {
    const known = this.columns.get(column.name);
    if (!known) this.#open(column, false);
    else if (known.kind !== column.data_type)
      throw new SluiceError(
        'HINT_TOO_LATE',
        `A hint makes a column ${column.data_type} that holds ${known.kind} values of this load already`,
        {
          place: { table: this.name, column: column.name },
          remedy: 'Give the hint to the resource, or with its first record',
        },
      );
  }

  #open(column: CompleteColumn, inferred: boolean): void {
    const builder = createBuilder(vectorType(column, this.#run.types), this.#run.runtime, this.#run.meter);
    const writer: ColumnWriter = {
      column,
      kind: column.data_type,
      builder,
      handedOut: 0,
      required: column.nullable === false,
      inferred,
    };
    this.columns.set(column.name, writer);
    for (const name of systemColumns) if (this.#run.system[name] === column.name) this.system[name] = writer;
  }

  /**
   * Late typing: a bigint column that this load inferred becomes double at its first fraction, as long as it holds
   * nothing that a double would round. JavaScript writes `1.0` as `1`, so the first values of a column of doubles
   * may well look like integers.
   */
  widen(name: string): boolean {
    const target = this.columns.get(name);
    if (!target?.inferred || target.kind !== 'bigint') return false;
    const integers = target.builder as Int64Builder;
    if (integers.beyondSafe) return false;
    target.builder = toFloat64(integers, this.#run.meter);
    target.column.data_type = 'double';
    target.kind = 'double';
    if (this.totalRows > this.rows) this.#run.onWidened(this.name, name);
    return true;
  }

  /** Ends the row at hand. */
  endRow(): void {
    this.rows++;
    this.totalRows++;
    if (this.rows >= this.#run.maxBatchRows) this.flush();
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
    const batch: ColumnBatch = { table: this.name, rows: this.rows, columns: vectors };
    this.rows = 0;
    this.#run.onBatch(batch);
  }

  /**
   * Refuses nulls of flushed rows in columns that must have a value: keys that records left out, numbers that are
   * none, rows from before the column came or was declared so. The destination would refuse the load, for good.
   */
  refuseNulls(): void {
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

export function nullNotAllowed(table: string, column: string): SluiceError {
  return new SluiceError('ROW_NULL_NOT_ALLOWED', 'A row has no value for a column that must have one', {
    place: { table, column },
    remedy: 'Give the column `nullable: true`, or leave such records out with a filter',
  });
}

function idSource(strategy: string | null, idColumn: Column | undefined): TableWriter['idFrom'] {
  if (strategy === 'upsert' || strategy === 'insert-only' || strategy === 'cdc') return 'key';
  if (strategy === 'scd2' && idColumn?.['x-row-version'] === true) return 'record';
  return 'random';
}
