import type { Connection, Destination } from '@sluice/load';
import { normalizeTable, type Table } from '@sluice/schema';
import { at, entriesOf, type Json, listOf, object } from '../../json/json.ts';
import type { OutcomeAdapter, UnitLine } from '../adapter.ts';
import { tableWithNames } from '../documents.ts';
import { namingOf } from '../naming.ts';
import { readCatalogue } from './catalogue.ts';
import { engineOf, newDataset, runTheirs, withConnection } from './engine.ts';
import { loadTables } from './load-tables.ts';

/** What is in the catalogue after dlt's statements, and after a load of ours. */
export const createdTables: OutcomeAdapter = {
  ours: (line) =>
    afterwards(line, ({ destination, dataset }) =>
      loadTables(destination, dataset, { tables: tablesOf(line.input) }),
    ),
  theirs: (line) =>
    afterwards(line, ({ dataset, connection }) =>
      runTheirs(listOf(line.out).map(String), dataset, connection),
    ),
  /** Columns that dlt takes for its own, although their names have capital letters, are added in small ones. */
  async licensed(line) {
    const additions = entriesOf(at(line.input, 'existing')).flatMap(([table, columns]) =>
      entriesOf(columns)
        .filter(([name]) => name !== name.toLowerCase())
        .map(([name]) => `ALTER TABLE "ds"."${table}" ADD COLUMN "${name.toLowerCase()}" varchar`),
    );
    if (additions.length === 0) return [];
    const out = [...listOf(line.out), ...additions];
    return [{ tag: 'quoted-names', answer: await createdTables.theirs({ ...line, out }) }];
  },
};

function tablesOf(input: Json): Table[] {
  return listOf(at(input, 'tables')).map((table) =>
    normalizeTable(tableWithNames(table), namingOf(undefined)),
  );
}

interface Place {
  readonly destination: Destination;
  readonly dataset: string;
  readonly connection: Connection;
}

async function afterwards(
  { input, settings }: UnitLine,
  change: (place: Place) => Promise<void>,
): Promise<Json> {
  const destination = await engineOf(settings);
  const dataset = newDataset();
  const isSystem = at(input, 'system') === true;
  const isMeant = (name: string): boolean => name.startsWith('_dlt_') === isSystem;
  return withConnection(destination, dataset, async (connection) => {
    await connection.query(`CREATE SCHEMA "${dataset}"`);
    await createExisting(at(input, 'existing'), dataset, connection);
    await change({ destination, dataset, connection });
    return object([['tables', await readCatalogue(destination, connection, dataset, isMeant)]]);
  });
}

/** Tables that are there, with a row each: what a database may be asked to change in an empty one says little. */
async function createExisting(
  existing: Json | undefined,
  dataset: string,
  connection: Connection,
): Promise<void> {
  for (const [name, columns] of entriesOf(existing)) {
    const path = `"${dataset}"."${name}"`;
    const definitions = entriesOf(columns).map(([column]) => `"${column}" varchar`);
    await connection.query(`CREATE TABLE ${path} (${definitions.join(', ')})`);
    await connection.query(`INSERT INTO ${path} DEFAULT VALUES`);
  }
}
