import type { CompleteColumn } from '@sluice/schema';
import type { SqlDialect } from '@sluice/sql';
import { capabilities } from './capabilities.ts';
import { dataTypeOf } from './values.ts';

export interface DialectOptions {
  /** Whether unique columns get a UNIQUE constraint. */
  readonly createIndexes: boolean;
}

export function dialect({ createIndexes }: DialectOptions): SqlDialect {
  return {
    quote,
    parameter: (position) => `$${position}`,
    columnType,
    dataTypeOf,
    columnConstraint: (column) => (createIndexes && column.unique ? 'UNIQUE' : ''),
    addsManyColumns: false,
    catalog: (dataset, tables) => ({
      // Names keep their case but do not differ by it. duckdb_columns is several times faster than
      // information_schema; views and internal tables are none of ours.
      sql: `SELECT table_name, column_name, data_type, CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END
FROM duckdb_columns()
WHERE database_name = current_database() AND lower(schema_name) = lower($1)${tables ? ' AND list_contains(string_split(lower($2), chr(10)), lower(table_name))' : ''}
ORDER BY table_oid, column_index`,
      params: tables ? [dataset, tables.join('\n')] : [dataset],
    }),
  };
}

export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Text as a literal: for settings, which take no parameters. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The type of a column in DDL. */
export function columnType({ data_type, precision, scale, timezone }: CompleteColumn): string {
  switch (data_type) {
    case 'text':
      return 'VARCHAR';
    case 'double':
      return 'DOUBLE';
    case 'bool':
      return 'BOOLEAN';
    case 'date':
      return 'DATE';
    case 'time':
      return 'TIME';
    case 'json':
      return 'JSON';
    case 'binary':
      return 'BLOB';
    case 'bigint':
      return integerType(precision ?? 64);
    case 'timestamp':
      // DuckDB has one type with a zone, and it holds microseconds.
      return timezone === false ? wallClockType(precision ?? 6) : 'TIMESTAMP WITH TIME ZONE';
    case 'decimal':
      return decimalType(capabilities.types.decimal, precision, scale);
    case 'wei':
      return decimalType(capabilities.types.wei, precision, scale);
  }
}

function integerType(bits: number): string {
  if (bits <= 8) return 'TINYINT';
  if (bits <= 16) return 'SMALLINT';
  if (bits <= 32) return 'INTEGER';
  return bits <= 64 ? 'BIGINT' : 'HUGEINT';
}

function wallClockType(digits: number): string {
  if (digits === 0) return 'TIMESTAMP_S';
  if (digits <= 3) return 'TIMESTAMP_MS';
  return digits <= 6 ? 'TIMESTAMP' : 'TIMESTAMP_NS';
}

function decimalType(fallback: readonly [number, number], precision?: number, scale?: number): string {
  return `DECIMAL(${precision ?? fallback[0]},${scale ?? fallback[1]})`;
}
