import { type Column, namingConvention, newSchema, portableRuntime, type SluiceError } from '@sluice/schema';
import { isArrow } from '@sluice/schema/arrow';
import { createNormalizer, type NormalizeOptions } from '../src/index.ts';
import type { Normalized } from './normalize.ts';
import { collectRows } from './read-batches.ts';

export interface ArrowCase extends Partial<NormalizeOptions> {
  /** Definitions of columns, as hints give them. */
  readonly hints?: readonly Column[];
}

export interface NormalizedArrow extends Normalized {
  /** Rows of each batch that was handed out. */
  readonly batches: readonly number[];
  readonly warnings: readonly string[];
}

/** Normalizes Arrow data, and records among it, into table `t`. */
export function normalizeArrow(
  items: Iterable<unknown>,
  { hints = [], ...options }: ArrowCase = {},
): NormalizedArrow {
  const schema = options.schema ?? newSchema('test');
  const rows = collectRows();
  const batches: number[] = [];
  const widened: string[] = [];
  const warnings: string[] = [];
  const normalizer = createNormalizer({
    naming: namingConvention('snake_case', null, portableRuntime),
    runtime: portableRuntime,
    loadId: '1700000000.5',
    types: { timestampPrecision: 6, maxTimestampPrecision: 9, decimal: [38, 9], wei: [38, 0] },
    mergeStrategies: ['delete-insert'],
    onBatch: (batch) => {
      batches.push(batch.rows);
      rows.take(batch);
    },
    onWidened: (table, column) => widened.push(`${table}.${column}`),
    onWarning: ({ code, message }: SluiceError) => warnings.push(`${code} ${message}`),
    ...options,
    schema,
  });
  const columns = new Map(hints.map((column) => [column.name, column]));
  for (const item of items)
    if (isArrow(item)) normalizer.writeArrow('t', item, columns);
    else normalizer.write('t', item);
  return { counts: normalizer.finish(), tables: rows.tables, schema, widened, batches, warnings };
}

/** The columns of table `t`, in order, as one text each. */
export function columnsOf({ schema }: Normalized): string[] {
  return [...(schema.tables.get('t')?.columns.values() ?? [])].map(
    ({ name, data_type, precision, scale, timezone, nullable }) =>
      [
        name,
        data_type ?? '?',
        precision !== undefined && `(${[precision, scale].filter((part) => part !== undefined).join()})`,
        timezone === false && 'naive',
        nullable === false && 'required',
      ]
        .filter(Boolean)
        .join(' '),
  );
}
