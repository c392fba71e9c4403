import { duckdb } from '@sluice/destination-duckdb';
import { type Connection, type Destination, type LoadPlan, newLoadId } from '@sluice/load';
import { type CompleteColumn, newSchema, newTable, type Table } from '@sluice/schema';
import { type Json, object, textAt } from '../json/json.ts';
import type { UnitAdapter } from './adapter.ts';
import { plain } from './documents.ts';

/** Destinations that answer without a server. */
const DESTINATIONS: Readonly<Record<string, () => Destination>> = {
  duckdb: () => duckdb(':memory:'),
};
const DATASET = 'units';

async function withConnection<T>(
  settings: Json | undefined,
  use: (connection: Connection, destination: Destination) => Promise<T>,
): Promise<T> {
  const name = textAt(settings, 'destination');
  const make = DESTINATIONS[name];
  if (!make) throw new Error(`not implemented: the destination ${name}`);
  const destination = make();
  const connection = await destination.open({ dataset: DATASET });
  try {
    return await use(connection, destination);
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
  withConnection(settings, async (connection) => {
    const column = { ...plain<CompleteColumn>(input), name: 'c' };
    const table: Table = { ...newTable('t'), columns: new Map([[column.name, column]]) };
    const session = await connection.begin(planOf(table));
    try {
      await session.publish();
    } finally {
      await session.close();
    }
    return (await connection.inspect(['t'])).get('t')?.[0]?.type ?? null;
  });

function planOf(table: Table): LoadPlan {
  const tables = [...newSchema('units').tables.values(), table];
  return {
    loadId: newLoadId(),
    pipeline: 'units',
    dataset: DATASET,
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
    const { columns } = await connection.query(`SELECT CAST(NULL AS ${textAt(input, 'type')}) AS c`);
    return object([['data_type', columns[0]?.dataType ?? null]]);
  });

export const destinationAdapters: Readonly<Record<string, UnitAdapter>> = {
  'identifier-escape': escapeIdentifier,
  'ddl-type': typeOfColumn,
  'from-db-type': typeOfQuery,
};
