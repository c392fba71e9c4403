import {
  type Column,
  dataTypeOf,
  hasCompleteColumn,
  hasSeenData,
  isComplete,
  type Schema,
  SluiceError,
  setSeenData,
  toValue,
} from '@sluice/schema';
import type { ArrowTable } from '@sluice/schema/arrow';
import { startArrow } from './arrow/arrow-run.ts';
import { nullColumns } from './arrow/null-columns.ts';
import { writeArrow } from './arrow/write-arrow.ts';
import { declareSystemColumns } from './careful-row.ts';
import { columnWarnings } from './column-warnings.ts';
import { createMeter } from './columns/memory-meter.ts';
import { keepWhole } from './flatten.ts';
import { randomIds } from './ids.ts';
import { type Normalization, tableWriter } from './normalization.ts';
import type { NormalizeOptions } from './options.ts';
import { TableShape } from './shape.ts';
import type { TableWriter } from './table-writer.ts';
import { asRecord, writeRow } from './write-row.ts';

const defaultBufferBytes = 96 * 1024 * 1024;
const defaultBatchRows = 65_536;
/** Levels of nesting that are taken apart unless the schema says otherwise. */
const defaultMaxNesting = 1000;
const noHints: ReadonlyMap<string, Column> = new Map();

/** Turns records into column batches of linked tables. Made by `createNormalizer`. */
export interface Normalizer {
  /**
   * Writes one record to a root table, given by its normalized name. Anything but an object becomes a row with one
   * column `value`.
   * @throws the codes of `NormalizeErrorCode`, and `SCHEMA_CONTRACT_VIOLATED`.
   */
  write(table: string, record: unknown): void;
  /**
   * Writes the rows of an Arrow table or record batch to a root table. Its fields become columns: nested ones JSON,
   * without nested tables, and without variants. Columns that the table has keep their type. The memory of the data is
   * read until the call returns, and of dictionaries for as long as they are alive; it is never written to.
   *
   * @param hints definitions of columns, by normalized name: they win over what the data says. They count as new when
   * the map is another one than last time for this table.
   * @throws the codes of `NormalizeErrorCode`, ARROW_TYPE_UNSUPPORTED and SCHEMA_CONTRACT_VIOLATED.
   */
  writeArrow(table: string, data: ArrowTable, hints?: ReadonlyMap<string, Column>): void;
  /**
   * Takes note of definitions that hints changed in the schema since the first record.
   * @throws HINT_TOO_LATE where they ask for another type of a column, or other row ids, than those written already
   */
  refresh(): void;
  /** Makes sure that the table exists with its system columns, also when it gets no row. */
  touch(table: string): void;
  /** Hands out what is buffered and marks the tables that saw data. Returns rows per table. */
  finish(): ReadonlyMap<string, number>;
  /** Tables of which rows have brought ids of their own: two rows may have one. Complete once it is finished. */
  ownRowIds(): ReadonlySet<string>;
}

/**
 * Starts to turn the records of one load into column batches.
 * @throws NORMALIZER_UNSUPPORTED where the schema asks for another way of taking records apart.
 */
export function createNormalizer(options: NormalizeOptions): Normalizer {
  const run = startNormalization(options);
  const shapes = new Map<string, TableShape>();
  const touched = new Set<string>();

  const shapeOf = (table: string): TableShape => {
    const known = shapes.get(table);
    if (known) return known;
    refuseNameless(table);
    const shape = new TableShape(tableWriter(run, table, undefined), [table], maxNesting(run, table));
    shapes.set(table, shape);
    return shape;
  };

  /** A root table that had data before and whose records were all left out this time: replacing it empties it. */
  const isEmptied = ({ name, definition }: TableWriter): boolean =>
    shapes.has(name) && definition !== undefined && hasSeenData(definition);

  return {
    write(table, record) {
      run.ancestors.length = 0;
      writeRow(run, shapeOf(table), asRecord(run, record), { parentId: null, index: 0, inherited: [] });
    },
    refresh() {
      let hasNewJson = false;
      for (const writer of run.writers.values()) if (writer.takeHints()) hasNewJson = true;
      if (hasNewJson) for (const shape of shapes.values()) keepWhole(run, shape);
    },
    writeArrow(table, data, hints = noHints) {
      refuseNameless(table);
      writeArrow(run, table, data, hints);
    },
    touch(table) {
      touched.add(table);
    },
    finish() {
      for (const table of touched) {
        const { writer } = shapeOf(table);
        if (!hasData(run, table)) declareSystemColumns(run, writer);
      }
      const rows = new Map<string, number>();
      for (const writer of run.writers.values()) {
        writer.flush();
        writer.refuseNulls();
        writer.release();
        const takesPart = touched.has(writer.name) || isEmptied(writer) || isArrowTable(run, writer);
        if (writer.totalRows === 0 && !takesPart) continue;
        rows.set(writer.name, writer.totalRows);
        refuseUnbound(run, writer.name);
        setSeenData(run.schema, writer.name);
      }
      if (run.onWarning)
        for (const warning of [...columnWarnings(shapes.values()), ...nullColumns(run)])
          run.onWarning(warning);
      return rows;
    },
    ownRowIds() {
      const own = [...run.writers.values()].filter(({ hasOwnIds }) => hasOwnIds);
      return new Set(own.map(({ name }) => name));
    },
  };
}

function refuseNameless(table: string): void {
  if (table === '')
    throw new SluiceError('TABLE_NAME_EMPTY', 'A table name normalizes to nothing', {
      remedy: 'Give the table a name with letters or digits',
    });
}

/** Whether rows of this load or an earlier one have settled which system columns the table has: Arrow data may bring none. */
function hasData(run: Normalization, table: string): boolean {
  const definition = run.schema.tables.get(table);
  return run.arrow.tables.has(table) || (definition !== undefined && hasSeenData(definition));
}

/** Arrow data without rows still says what its table is. */
function isArrowTable({ arrow }: Normalization, { name, definition }: TableWriter): boolean {
  return arrow.tables.has(name) && definition !== undefined && hasCompleteColumn(definition);
}

function startNormalization(options: NormalizeOptions): Normalization {
  const { naming } = options;
  return {
    ...options,
    maxBufferBytes: options.maxBufferBytes ?? defaultBufferBytes,
    maxBatchRows: options.maxBatchRows ?? defaultBatchRows,
    refusesNulls: options.refusesNulls ?? true,
    fitting: { zone: options.timeZone ?? null, converts: convertsValues(options.schema) },
    system: {
      id: naming.identifier('_dlt_id'),
      loadId: naming.identifier('_dlt_load_id'),
      parentId: naming.identifier('_dlt_parent_id'),
      listIndex: naming.identifier('_dlt_list_idx'),
      value: 'value',
      list: 'list',
    },
    arrow: startArrow(options.arrow),
    meter: createMeter(),
    newId: randomIds(options.runtime),
    writers: new Map(),
    ancestors: [],
    recordOf: (value) => {
      const record = toValue(value);
      const isRecord = record !== null && dataTypeOf(record) === 'json' && !Array.isArray(record);
      return isRecord ? (record as object) : { value };
    },
  };
}

const itemNormalizer = 'dlt.common.normalizers.json.relational';

/** Documents name the normalizer they were made with. One of somebody's own would be code that is not here. */
function convertsValues({ name, normalizers }: Schema): boolean {
  const { module } = normalizers.json;
  if (module === itemNormalizer) return true;
  if (module === `${itemNormalizer}_no_coercion`) return false;
  throw new SluiceError('NORMALIZER_UNSUPPORTED', `There is no normalizer ${JSON.stringify(module)}`, {
    place: { schema: name },
    remedy: `Use ${itemNormalizer} in the schema, or load it where that normalizer is`,
  });
}

function maxNesting(run: Normalization, table: string): number {
  const own = run.schema.tables.get(table)?.['x-normalizer'] as { max_nesting?: number } | undefined;
  return own?.max_nesting ?? run.schema.normalizers.json.config?.max_nesting ?? defaultMaxNesting;
}

/** A column that was declared as required, and whose type no record ever told. */
function refuseUnbound(run: Normalization, table: string): void {
  for (const column of run.schema.tables.get(table)?.columns.values() ?? [])
    if (!isComplete(column) && column.nullable === false)
      throw new SluiceError('COLUMN_UNBOUND', 'A column that must have a value had one in no record', {
        place: { table, column: column.name },
        remedy: 'Check its name (keys are often spelled as the source spells them), or declare its type',
      });
}
