import type { Connection } from '@sluice/load';
import { type AnyRow, toRows } from './row.ts';

/** A row of `_dlt_loads`. */
export interface LoadRecord {
  readonly loadId: string;
  readonly schemaName: string | null;
  /** 0 = complete. */
  readonly status: number;
  /** ISO 8601 in UTC. */
  readonly insertedAt: string;
  readonly schemaVersionHash: string | null;
}

/** The committed loads of a dataset, oldest first; none where nothing was ever loaded. */
export async function readLoads(connection: Connection): Promise<LoadRecord[]> {
  return (await readSystemTable(connection, '_dlt_loads', 'load_id')).map((row) => ({
    loadId: textIn(row, 'load_id') ?? '',
    schemaName: textIn(row, 'schema_name'),
    status: Number(row.get('status')),
    insertedAt: textIn(row, 'inserted_at') ?? '',
    schemaVersionHash: textIn(row, 'schema_version_hash'),
  }));
}

/** A row by the names of its columns in lower case: destinations differ in what they make of them. */
export type SystemRow = ReadonlyMap<string, AnyRow[string]>;

/** All rows of a table of the format in the order of a column; none where the dataset has no such table. */
export async function readSystemTable(
  connection: Connection,
  name: string,
  orderBy: string,
): Promise<SystemRow[]> {
  if ((await connection.inspect([name])).size === 0) return [];
  const { quote, table } = connection.names;
  const result = await connection.query(`SELECT * FROM ${table(name)} ORDER BY ${quote(orderBy)}`);
  return toRows(result).map(
    (row) => new Map(Object.entries(row).map(([column, value]) => [column.toLowerCase(), value])),
  );
}

export function textIn(row: SystemRow, column: string): string | null {
  const value = row.get(column);
  return typeof value === 'string' ? value : null;
}
