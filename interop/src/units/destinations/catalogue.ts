import type { Connection, Destination } from '@sluice/load';
import { type Json, object } from '../../json/json.ts';
import { encodeValue } from '../values.ts';

/** Table, column, type, nullable and comment, in column order; then table and constraint. */
interface Queries {
  readonly columns: string;
  readonly constraints: string;
}

const queries: Readonly<Record<string, Queries>> = {
  duckdb: {
    columns: `SELECT c.table_name, c.column_name, c.data_type, c.is_nullable, c.comment, t.comment
FROM duckdb_columns() c JOIN duckdb_tables() t USING (table_oid) WHERE c.schema_name = $1 ORDER BY c.table_name, c.column_index`,
    constraints: `SELECT table_name, constraint_text FROM duckdb_constraints()
WHERE schema_name = $1 AND constraint_type <> 'NOT NULL' ORDER BY ALL`,
  },
  postgres: {
    columns: `SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), NOT a.attnotnull, col_description(c.oid, a.attnum), obj_description(c.oid)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relnamespace = to_regnamespace($1) AND c.relkind = 'r' AND a.attnum > 0 ORDER BY 1, a.attnum`,
    constraints: `SELECT c.relname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = to_regnamespace($1) AND k.contype <> 'n' ORDER BY 1, 2`,
  },
};

/** What the database itself says of those tables of a dataset that `isMeant`. */
export async function readCatalogue(
  destination: Destination,
  connection: Connection,
  dataset: string,
  isMeant: (table: string) => boolean,
): Promise<Json> {
  const { columns, constraints } = queries[destination.name] ?? { columns: '', constraints: '' };
  const read = async (sql: string): Promise<Json> => {
    const { rows } = await connection.query(sql, [dataset]);
    return rows.filter(([table]) => isMeant(String(table))).map((row) => row.map(encodeValue));
  };
  return object([
    ['columns', await read(columns)],
    ['constraints', await read(constraints)],
  ]);
}
