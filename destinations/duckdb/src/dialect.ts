import { type CompleteColumn, SluiceError } from '@sluice/schema';
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
    addsManyColumns: false,
    catalog: (dataset, tables) => ({
      // Names keep their case but do not differ by that of letters of ASCII. duckdb_columns is several times faster than
      // information_schema. What is no table is a view; a column that is generated only the table's definition tells.
      sql: `SELECT ${whole('table_name')}, ${whole('column_name')}, data_type, ${yesOrNo('is_nullable')}, ${yesOrNo('column_default IS NOT NULL')}, ${yesOrNo(isGenerated)}, ${yesOrNo('tables.sql IS NULL')}
FROM duckdb_columns() LEFT JOIN (SELECT table_oid, sql FROM duckdb_tables() WHERE database_name = current_database()) AS tables USING (table_oid)
WHERE database_name = current_database() AND ${folded('schema_name')} = ${folded('$1')}${tables ? ` AND ${folded('table_name')} IN (SELECT ${folded('asked.name')} FROM (SELECT unnest(from_json($2, '["VARCHAR"]')) AS name) AS asked)` : ''}
ORDER BY table_oid, column_index`,
      params: tables ? [dataset, JSON.stringify(tables)] : [dataset],
    }),
  };
}

function folded(text: string): string {
  return `translate(${text}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')`;
}

/** The driver takes the first character of a text away where it is U+FEFF: a second one saves it. */
function whole(name: string): string {
  return `CASE WHEN starts_with(${name}, chr(65279)) THEN chr(65279) ELSE '' END || ${name}`;
}

function yesOrNo(condition: string): string {
  return `CASE WHEN ${condition} THEN 'YES' ELSE 'NO' END`;
}

/** What the definition of a table, as DuckDB writes it, says of a generated column. */
const isGenerated = `column_default IS NOT NULL AND (${[
  "'(' || column_name",
  "', ' || column_name",
  `'"' || replace(column_name, '"', '""') || '"'`,
]
  .map((name) => `contains(tables.sql, ${name} || ' ' || data_type || ' GENERATED ALWAYS AS(')`)
  .join(' OR ')})`;

export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Text as a literal: for settings, which take no parameters. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The type of a column in DDL. */
export function columnType(column: CompleteColumn): string {
  const { data_type, precision, timezone } = column;
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
      return integerType(column);
    case 'timestamp':
      // DuckDB has one type with a zone, and it holds microseconds.
      return timezone === false ? wallClockType(precision ?? 6) : 'TIMESTAMP WITH TIME ZONE';
    case 'decimal':
      return decimalType(column, capabilities.types.decimal);
    case 'wei':
      return decimalType(column, capabilities.types.wei);
  }
}

function integerType(column: CompleteColumn): string {
  const bits = column.precision ?? 64;
  if (bits <= 8) return 'TINYINT';
  if (bits <= 16) return 'SMALLINT';
  if (bits <= 32) return 'INTEGER';
  if (bits <= 64) return 'BIGINT';
  if (bits <= 128) return 'HUGEINT';
  throw unsupported(column, `integers of ${bits} bits`, 'a precision of 128 or less, or the type text');
}

function wallClockType(digits: number): string {
  if (digits === 0) return 'TIMESTAMP_S';
  if (digits <= 3) return 'TIMESTAMP_MS';
  return digits <= 6 ? 'TIMESTAMP' : 'TIMESTAMP_NS';
}

const maxDigits = 38;

function decimalType(column: CompleteColumn, fallback: readonly [number, number]): string {
  const { precision, scale } = column;
  const digits = precision ?? fallback[0];
  const behindPoint = scale ?? fallback[1];
  if (digits > maxDigits) {
    const instead = `a precision of ${maxDigits} or less, or the type text`;
    throw unsupported(column, `decimals of ${digits} digits`, instead);
  }
  if (behindPoint <= digits) return `DECIMAL(${digits},${behindPoint})`;
  const what = `decimals of ${digits} digits with ${behindPoint} behind the point`;
  throw unsupported(column, what, `a scale of ${digits} or less`);
}

function unsupported({ name }: CompleteColumn, what: string, instead: string): SluiceError {
  return new SluiceError('DESTINATION_TYPE_UNSUPPORTED', `DuckDB has no ${what}`, {
    place: { column: name },
    remedy: `Give the column ${instead}`,
  });
}
