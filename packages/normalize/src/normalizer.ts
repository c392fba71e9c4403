import { dataTypeOf, isComplete, SluiceError, setSeenData, toValue } from '@sluice/schema';
import { declareSystemColumns } from './careful-row.ts';
import { createMeter } from './columns/memory-meter.ts';
import { randomIds } from './ids.ts';
import { type Normalization, tableWriter } from './normalization.ts';
import type { NormalizeOptions } from './options.ts';
import { TableShape } from './shape.ts';
import { asRecord, writeRow } from './write-row.ts';

const defaultBufferBytes = 96 * 1024 * 1024;
const defaultBatchRows = 65_536;
/** Levels of nesting that are taken apart unless the schema says otherwise. */
const defaultMaxNesting = 1000;

/** Turns records into column batches of linked tables. Made by `createNormalizer`. */
export interface Normalizer {
  /**
   * Writes one record to a root table, given by its normalized name. Anything but an object becomes a row with one
   * column `value`.
   * @throws the codes of `NormalizeErrorCode`, and `SCHEMA_CONTRACT_VIOLATED`.
   */
  write(table: string, record: unknown): void;
  /**
   * Takes note of definitions that were changed in the schema since the first record.
   * @throws HINT_TOO_LATE where a column that was written already got another type
   */
  refresh(): void;
  /** Makes sure that the table exists with its system columns, also when it gets no row. */
  touch(table: string): void;
  /** Hands out what is buffered and marks the tables that saw data. Returns rows per table. */
  finish(): ReadonlyMap<string, number>;
}

export function createNormalizer(options: NormalizeOptions): Normalizer {
  const run = startNormalization(options);
  const shapes = new Map<string, TableShape>();
  const touched = new Set<string>();

  const shapeOf = (table: string): TableShape => {
    const known = shapes.get(table);
    if (known) return known;
    if (table === '')
      throw new SluiceError('TABLE_NAME_EMPTY', 'A table name normalizes to nothing', {
        remedy: 'Give the table a name with letters or digits',
      });
    const shape = new TableShape(tableWriter(run, table, undefined), [table], maxNesting(run, table));
    shapes.set(table, shape);
    return shape;
  };

  return {
    write(table, record) {
      run.ancestors.length = 0;
      writeRow(run, shapeOf(table), asRecord(run, record), { parentId: null, index: 0, inherited: [] });
    },
    refresh() {
      for (const writer of run.writers.values()) writer.refresh();
    },
    touch(table) {
      touched.add(table);
    },
    finish() {
      for (const table of touched) declareSystemColumns(run, shapeOf(table).writer);
      const rows = new Map<string, number>();
      for (const writer of run.writers.values()) {
        writer.flush();
        writer.refuseNulls();
        writer.release();
        if (writer.totalRows === 0 && !touched.has(writer.name)) continue;
        rows.set(writer.name, writer.totalRows);
        refuseUnbound(run, writer.name);
        setSeenData(run.schema, writer.name);
      }
      return rows;
    },
  };
}

function startNormalization(options: NormalizeOptions): Normalization {
  const { naming } = options;
  return {
    ...options,
    maxBufferBytes: options.maxBufferBytes ?? defaultBufferBytes,
    maxBatchRows: options.maxBatchRows ?? defaultBatchRows,
    system: {
      id: naming.identifier('_dlt_id'),
      loadId: naming.identifier('_dlt_load_id'),
      parentId: naming.identifier('_dlt_parent_id'),
      listIndex: naming.identifier('_dlt_list_idx'),
      value: 'value',
      list: 'list',
    },
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
