import { type CompleteColumn, SluiceError, type Table } from '@sluice/schema';
import type { SqlDialect } from '@sluice/sql';
import { capabilities } from './capabilities.ts';
import { readType } from './read-type.ts';

export interface DialectOptions {
  /** Whether unique columns get a UNIQUE constraint. */
  readonly createIndexes: boolean;
}

export function dialect({ createIndexes }: DialectOptions): SqlDialect {
  return {
    quote,
    parameter: (position) => `$${position}`,
    columnType,
    readType,
    columnConstraint: (column) => (createIndexes && column.unique ? 'UNIQUE' : ''),
    addsConstraints: true,
    addsManyColumns: true,
    lockTable: (path) => `LOCK TABLE ${path} IN ACCESS EXCLUSIVE MODE`,
    truncates: true,
    catalog: (dataset, tables) => ({
      // What is no table, plain or partitioned, counts as a view: a load can write to tables only.
      sql: `SELECT c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), ${yesOrNo('NOT a.attnotnull')}, ${yesOrNo("a.atthasdef OR a.attidentity <> ''")}, ${yesOrNo("a.attidentity = 'a' OR a.attgenerated <> ''")}, ${yesOrNo("c.relkind NOT IN ('r', 'p')")}
FROM pg_catalog.pg_namespace n
JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped${
        tables
          ? ' AND c.relname IN (SELECT t.name FROM pg_catalog.json_array_elements_text($2) AS t(name))'
          : ''
      }
ORDER BY c.relname, a.attnum`,
      params: tables ? [dataset, JSON.stringify(tables)] : [dataset],
    }),
  };
}

function yesOrNo(condition: string): string {
  return `CASE WHEN ${condition} THEN 'YES' ELSE 'NO' END`;
}

export function quote(identifier: string): string {
  if (identifier.includes('\u0000')) {
    throw new SluiceError(
      'DESTINATION_NAME_UNSUPPORTED',
      `Postgres cannot store the name ${JSON.stringify(identifier)}`,
      { remedy: 'Give it a name without U+0000' },
    );
  }
  return `"${identifier.replaceAll('"', '""')}"`;
}

const { types } = capabilities;

/** The type of a column in DDL. */
export function columnType(column: CompleteColumn, table?: Table): string {
  const { data_type, precision, scale, timezone } = column;
  switch (data_type) {
    case 'text':
      return precision === undefined ? 'varchar' : `varchar(${precision})`;
    case 'double':
      return 'double precision';
    case 'bool':
      return 'boolean';
    case 'date':
      return 'date';
    case 'time':
      return `${sized('time', precision)} without time zone`;
    case 'json':
      // As dlt has it: its driver for Parquet files knows no other.
      return table?.file_format === 'parquet' ? 'json' : 'jsonb';
    case 'binary':
      return 'bytea';
    case 'bigint':
      return integerType(column);
    case 'timestamp':
      if (precision !== undefined && precision > types.maxTimestampPrecision) {
        throw unsupported(column, `has no timestamps with ${precision} fractional digits`, '6 or fewer');
      }
      return `${sized('timestamp', precision)} ${timezone === false ? 'without' : 'with'} time zone`;
    case 'decimal':
      return numericType(types.decimal, precision, scale);
    case 'wei':
      return numericType(types.wei, precision, scale);
  }
}

/**
 * The type to cast a value to on its way into a column: a cast to `varchar(3)` would cut a longer text, where inserting
 * it is an error.
 */
export function castType(column: CompleteColumn, table: Table): string {
  return column.data_type === 'text' ? 'varchar' : columnType(column, table);
}

function integerType(column: CompleteColumn): string {
  const bits = column.precision ?? 64;
  if (bits <= 16) return 'smallint';
  if (bits <= 32) return 'integer';
  if (bits <= 64) return 'bigint';
  throw unsupported(column, `has no integers of ${bits} bits`, '64 or fewer, or the type decimal');
}

function sized(type: string, precision?: number): string {
  return precision === undefined ? type : `${type} (${precision})`;
}

function numericType(fallback: readonly [number, number], precision?: number, scale?: number): string {
  return `numeric(${precision ?? fallback[0]},${scale ?? fallback[1]})`;
}

function unsupported({ name }: CompleteColumn, what: string, instead: string): SluiceError {
  return new SluiceError('DESTINATION_TYPE_UNSUPPORTED', `Postgres ${what}`, {
    place: { column: name },
    remedy: `Give the column ${instead}`,
  });
}
