import type { QueryParameter, QueryResult } from '@sluice/load';
import type { SqlConnection, SqlOpenOptions } from '@sluice/sql';
import { literal, quote } from './dialect.ts';
import type { DriverBindings, DriverColumns, DriverType } from './driver.ts';
import { missingDatabase, noIndexes, readOnlyError, refuseForeign } from './errors.ts';
import { insertParts, viewParts } from './ingest.ts';
import type { Database, Session } from './session.ts';
import type { Settings } from './settings.ts';
import { tuning } from './tuning.ts';
import { dataTypeOf, typeText, valueConverter } from './values.ts';

/** Opens a connection for loading and reading. */
export async function connect(
  database: Database,
  settings: Settings,
  options: SqlOpenOptions,
): Promise<SqlConnection> {
  options.signal?.throwIfAborted();
  const session = await database.connect();
  try {
    return await sqlConnection(database, session, settings, options);
  } catch (error) {
    session.close();
    throw error;
  }
}

async function sqlConnection(
  { limits }: Database,
  { connection, enter, lock, close }: Session,
  { catalog: asked, isReadOnly, createIndexes, location }: Settings,
  { dataset, signal }: SqlOpenOptions,
): Promise<SqlConnection> {
  const found = await connection.runAndReadAll(
    `SELECT database_name, type, readonly FROM duckdb_databases()
WHERE NOT internal AND lower(database_name) = lower(${asked === undefined ? 'current_catalog()' : literal(asked)})`,
  );
  const [row] = found.getRows();
  if (!row) throw missingDatabase(asked ?? 'current');
  // Named after the file: a dataset of the same name would be ambiguous without it.
  const [catalog, kind, isReadOnlyThere] = [String(row[0]), String(row[1]), row[2] === true];
  if (kind === 'ducklake' && createIndexes) throw noIndexes(catalog);
  const path = `${quote(catalog)}.${quote(dataset)}`;
  /** Lets queries leave the dataset out; false where it is not there yet. */
  const enterDataset = async (): Promise<boolean> => {
    try {
      await enter(path);
      return true;
    } catch (error) {
      if (String(error).includes('No catalog + schema named')) return false;
      throw error;
    }
  };
  await enterDataset();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener('abort', interrupt);

  // An interruption ends the statement that runs, and no other.
  const run = async (sql: string, params?: readonly QueryParameter[]): Promise<void> => {
    signal?.throwIfAborted();
    await connection.run(sql, ...bindings(params));
  };
  const { begin, useFor, end } = tuning(connection, limits);
  let hasWritten = false;
  /** Lets the next writer go on; set while a transaction is open. */
  let unlock: (() => Promise<void>) | undefined;
  const leave = async (): Promise<void> => {
    const done = unlock;
    unlock = undefined;
    try {
      await end();
    } finally {
      await done?.();
    }
  };

  return {
    catalog,
    ...(kind === 'ducklake' && { dialect: { mergesOneChange: true } }),
    run,
    async query(sql, params) {
      signal?.throwIfAborted();
      const reader = await connection.runAndReadAll(sql, ...bindings(params));
      const { columns, convert } = resultOf(reader);
      return { columns, rows: reader.getRows().map(convert) };
    },
    async *batches(sql, params) {
      const result = await connection.stream(sql, ...bindings(params));
      const { columns, convert } = resultOf(result);
      for await (const rows of result.yieldRows()) yield { columns, rows: rows.map(convert) };
    },
    hasDataset: enterDataset,
    // DuckDB reads the files itself, in the transaction that loads them: nothing is brought in before, and nothing
    // can be left behind.
    staging: async () => ({
      async bring() {},
      async ingest(table) {
        await useFor(table);
        for (const statement of insertParts(table, `${path}.${quote(table.table.name)}`))
          await run(statement);
      },
      async expose(table, as) {
        await useFor(table);
        await run(viewParts(table, as));
      },
      async hide(as) {
        await run(`DROP VIEW ${quote(as)}`);
      },
      async clear() {},
      async close() {},
    }),
    async discard() {},
    async begin(_locks) {
      if (isReadOnly || isReadOnlyThere) throw readOnlyError(location);
      refuseForeign(catalog, kind);
      // One lock for the whole database covers every name.
      unlock = await lock();
      try {
        await begin();
        await run('BEGIN TRANSACTION');
      } catch (error) {
        await leave();
        throw error;
      }
    },
    async commit() {
      await run('COMMIT');
      hasWritten = true;
      await leave();
    },
    async rollback() {
      if (!unlock) return;
      try {
        await connection.run('ROLLBACK');
      } catch (error) {
        // Some errors, a failed COMMIT among them, end the transaction by themselves.
        if (!String(error).includes('no transaction is active')) throw error;
      } finally {
        await leave();
      }
    },
    async close() {
      signal?.removeEventListener('abort', interrupt);
      // Closing the last connection moves the log into the file, and the process stands still meanwhile: better here,
      // beside whatever else it does. Where somebody else is at work it is refused, and left to them. A database of
      // another kind may understand something else by it, and one of somebody else's is theirs.
      if (hasWritten && limits && kind === 'duckdb')
        await connection.run(`CHECKPOINT ${quote(catalog)}`).catch(() => undefined);
      close();
    },
  };
}

interface Result {
  readonly columns: QueryResult['columns'];
  convert(row: readonly unknown[]): QueryResult['rows'][number];
}

function resultOf(result: DriverColumns): Result {
  const types = result.columnTypes();
  const names = result.columnNames();
  const converters = types.map(valueConverter);
  return {
    columns: types.map((type, index) => {
      const text = typeText(type);
      return { name: names[index] ?? '', type: text, dataType: dataTypeOf(text) };
    }),
    convert: (row) => converters.map((convert, index) => convert(row[index])),
  };
}

/** A double: the driver takes every whole number for an integer, also those that are larger than any. */
const double: DriverType = { typeId: 11 };

function bindings(params: readonly QueryParameter[] = []): DriverBindings {
  if (params.length === 0) return [];
  const isLarge = (value: QueryParameter) => typeof value === 'number' && !Number.isSafeInteger(value);
  return [[...params], params.map((value) => (isLarge(value) ? double : undefined))];
}
