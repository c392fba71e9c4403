import {
  type Column,
  namingConvention,
  newSchema,
  newTable,
  portableRuntime,
  type Schema,
  updateTable,
} from '@sluice/schema';
import { createNormalizer, type NormalizeOptions } from '../src/index.ts';
import { collectRows, type Rows } from './read-batches.ts';

export interface Normalized {
  readonly tables: Record<string, Rows>;
  readonly schema: Schema;
  readonly counts: ReadonlyMap<string, number>;
  /** Columns that were widened after batches had been handed out. */
  readonly widened: string[];
}

export interface NormalizeCase extends Partial<NormalizeOptions> {
  /** Columns declared on the root table. */
  readonly columns?: readonly Column[];
  readonly hints?: Record<string, unknown>;
}

/** Normalizes records into table `t` of a schema of their own. */
export function normalize(
  records: Iterable<unknown>,
  { columns, hints, ...options }: NormalizeCase = {},
): Normalized {
  const schema = options.schema ?? newSchema('test');
  const rows = collectRows();
  const widened: string[] = [];
  if (columns || hints)
    updateTable(schema, newTable('t', { ...hints, ...(columns && { columns }) }), {
      mergeStrategies: options.mergeStrategies ?? ['delete-insert'],
    });
  const normalizer = createNormalizer({
    naming: namingConvention('snake_case', null, portableRuntime),
    runtime: portableRuntime,
    loadId: '1700000000.5',
    types: { timestampPrecision: 6, maxTimestampPrecision: 9, decimal: [38, 9], wei: [38, 0] },
    mergeStrategies: ['delete-insert'],
    onBatch: rows.take,
    onWidened: (table, column) => widened.push(`${table}.${column}`),
    ...options,
    schema,
  });
  for (const record of records) normalizer.write('t', record);
  return { counts: normalizer.finish(), tables: rows.tables, schema, widened };
}

/** Column name → data type of a table. */
export function typesOf({ schema }: Normalized, table = 't'): Record<string, string | undefined> {
  return Object.fromEntries(
    [...(schema.tables.get(table)?.columns.values() ?? [])].map((c) => [c.name, c.data_type]),
  );
}

/** Rows without the columns of the format. */
export function plain(rows: Rows | undefined): Rows {
  return (rows ?? []).map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('_dlt_'))),
  );
}
