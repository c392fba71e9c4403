import { duckdb } from '@sluice/destination-duckdb';
import { postgres } from '@sluice/destination-postgres';
import { type Connection, type Destination, type LoadPlan, newLoadId } from '@sluice/load';
import { type CompleteColumn, newSchema, newTable, type Table } from '@sluice/schema';
import { at, type Json, object, textAt } from '../json/json.ts';
import { newPostgresDatabase } from '../postgres-database.ts';
import type { UnitAdapter } from './adapter.ts';
import { plain } from './documents.ts';

let database: Promise<string> | undefined;
/** Destinations that there is a place for on this machine. */
const DESTINATIONS: Readonly<Record<string, () => Promise<Destination>>> = {
  duckdb: async () => duckdb(':memory:'),
  postgres: async () => {
    database ??= newPostgresDatabase();
    return postgres(await database);
  },
};
let datasets = 0;

async function withConnection<T>(
  settings: Json | undefined,
  use: (connection: Connection, destination: Destination, dataset: string) => Promise<T>,
): Promise<T> {
  const name = textAt(settings, 'destination');
  const make = DESTINATIONS[name];
  if (!make) throw new Error(`not implemented: the destination ${name}`);
  const destination = await make();
  // Each call has tables of its own.
  const dataset = `units_${++datasets}`;
  const connection = await destination.open({ dataset });
  try {
    return await use(connection, destination, dataset);
  } finally {
    await connection.close();
  }
}

const escapeIdentifier: UnitAdapter = (input, settings) =>
  withConnection(settings, async ({ names }, { capabilities }) => {
    const name = String(input);
    const { case: folding } = capabilities.identifiers;
    const folded = folding === 'lower' ? name.toLowerCase() : folding === 'upper' ? name.toUpperCase() : name;
    return object([
      ['casefold', folded],
      ['escaped', names.quote(name)],
    ]);
  });

/** The type that a column gets when a load creates its table. */
const typeOfColumn: UnitAdapter = (input, settings) =>
  withConnection(settings, async (connection, _, dataset) => {
    const column = { ...plain<CompleteColumn>(input), name: 'c' };
    const table: Table = {
      ...newTable('t'),
      ...plain<Partial<Table>>(at(settings, 'table') ?? new Map()),
      columns: new Map([[column.name, column]]),
    };
    const plan = planOf(table, dataset);
    const session = await connection.begin(plan);
    try {
      await session.publish(plan);
    } finally {
      await session.close();
    }
    const type = (await connection.inspect(['t'])).get('t')?.[0]?.type;
    return type === undefined ? null : asInDdl(type);
  });

/** Postgres's catalogue spells types in another way than DDL does, here as there. */
function asInDdl(type: string): string {
  return type.replace(/^character varying/, 'varchar').replace(/^(time|timestamp)(?=\()/, '$1 ');
}

function planOf(table: Table, dataset: string): LoadPlan {
  const tables = [...newSchema('units').tables.values(), table];
  return {
    loadId: newLoadId(),
    pipeline: 'units',
    dataset,
    schema: { name: 'units', version: 1, engineVersion: 11, hash: 'hash', document: '{}' },
    state: null,
    expected: {},
    insertedAt: '2024-01-01T00:00:00.000000Z',
    tables: tables.map((one) => ({
      table: one,
      columns: [...one.columns.values()].filter((column): column is CompleteColumn => 'data_type' in column),
      root: one.name,
      action: { disposition: one === table ? 'append' : 'system' },
      create: true,
      addColumns: [],
      jobs: [],
    })),
  };
}

/** The data type that a query says a column of this type has. */
const typeOfQuery: UnitAdapter = (input, settings) =>
  withConnection(settings, async (connection) => {
    const [precision, scale] = [at(input, 'precision'), at(input, 'scale')];
    const isSized = precision !== undefined && scale !== undefined;
    const asked = `${textAt(input, 'type')}${isSized ? `(${precision},${scale})` : ''}`;
    const { columns } = await connection.query(`SELECT CAST(NULL AS ${asked}) AS c`);
    const { dataType = null, type } = columns[0] ?? {};
    const hasSize = isSized && dataType === 'decimal' && type?.endsWith(`(${precision},${scale})`);
    return object([
      ['data_type', dataType],
      ...(hasSize ? [['precision', precision] as const, ['scale', scale] as const] : []),
    ]);
  });

export const destinationAdapters: Readonly<Record<string, UnitAdapter>> = {
  'identifier-escape': escapeIdentifier,
  'ddl-type': typeOfColumn,
  'from-db-type': typeOfQuery,
};
