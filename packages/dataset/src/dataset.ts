import type { Connection, QueryParameter } from '@sluice/load';
import { type LoadRecord, readLoads } from './read-loads.ts';
import { type Relation, relation } from './relation.ts';
import { type AnyRow, toRows } from './row.ts';
import { readSchemaHistory, type SchemaHistory } from './schema-history.ts';

/**
 * A loaded dataset, to be read. A connection is opened for each reading and closed after it: there is nothing to
 * close here. `Tables` maps table names to row types, where something bears witness to them.
 */
export interface Dataset<Tables = Record<string, AnyRow>> {
  /** The rows of a table. Nothing is read yet. */
  table<N extends keyof Tables & string>(name: N): Relation<Tables[N]>;
  /** The rows of a query in the destination's SQL. */
  query<Row = AnyRow>(sql: string, params?: readonly QueryParameter[]): Promise<Row[]>;
  /** Names of the data tables, in the order they were created. */
  tables(): Promise<string[]>;
  /** Rows of each data table. */
  rowCounts(): Promise<Record<string, number>>;
  /** The committed loads, oldest first. */
  loads(): Promise<LoadRecord[]>;
  /** How the dataset's schemas became what they are: all of them, or the one of this name. */
  schemaHistory(name?: string): Promise<SchemaHistory[]>;
}

/** Reads a dataset through connections that `connect` opens. */
export function dataset<Tables = Record<string, AnyRow>>(
  connect: () => Promise<Connection>,
): Dataset<Tables> {
  const withConnection = async <T>(read: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = await connect();
    try {
      return await read(connection);
    } finally {
      await connection.close();
    }
  };
  const dataTables = async (connection: Connection): Promise<string[]> =>
    (await connection.listTables()).filter((name) => !name.toLowerCase().startsWith('_dlt'));

  return {
    table: (name) => relation(connect, name),
    query: <Row>(sql: string, params?: readonly QueryParameter[]) =>
      withConnection(async (connection) => toRows(await connection.query(sql, params)) as Row[]),
    tables: () => withConnection(dataTables),
    rowCounts: () =>
      withConnection(async (connection) => {
        const counts: [string, number][] = [];
        for (const name of await dataTables(connection)) {
          const { rows } = await connection.query(`SELECT count(*) FROM ${connection.names.table(name)}`);
          counts.push([name, Number(rows[0]?.[0] ?? 0)]);
        }
        return Object.fromEntries(counts);
      }),
    loads: () => withConnection(readLoads),
    schemaHistory: (name) => withConnection((connection) => readSchemaHistory(connection, name)),
  };
}
