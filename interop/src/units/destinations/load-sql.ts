import type { Destination, ReplaceStrategy } from '@sluice/load';
import { isSluiceError, type Table } from '@sluice/schema';
import { at, type Json, listOf, object } from '../../json/json.ts';
import { type OutcomeAdapter, type OutcomeLicence, Refused, type UnitLine } from '../adapter.ts';
import { tableWithNames } from '../documents.ts';
import { readCatalogue } from './catalogue.ts';
import { type DataSet, dataSets } from './data-sets.ts';
import { engineOf, newDataset, runTheirs, withConnection } from './engine.ts';
import { loadTables, type Rows } from './load-tables.ts';
import { readChain } from './read-chain.ts';

/** When dlt wrote its statements: 2024-05-06 07:08:09.123456 UTC. */
const loadId = '1714979289.123456';

/**
 * What is in the tables after a load of ours, and after dlt's statements have worked on the same rows in the same
 * tables; for several sets of rows.
 */
export const loadedChain: OutcomeAdapter = {
  ours: (line) =>
    forEachSet(line, async ({ old, staged }, destination, dataset) => {
      const tables = tablesOf(line.input);
      if (old) await loadTables(destination, dataset, { tables: tables.map(appended), rows: old });
      const replaceStrategy = at(line.settings, 'replace_strategy') as ReplaceStrategy | undefined;
      await loadTables(destination, dataset, {
        tables,
        rows: staged,
        // Files of one table need not hold the same columns.
        parts: 2,
        loadId,
        ...(replaceStrategy && { replaceStrategy }),
      });
    }),
  theirs: (line) => runStatements(line, (rows) => rows),
  licensed,
};

/** A licence for strategies that take one of several rows of one id, where dlt takes all or the database decides. */
async function licensed(line: UnitLine): Promise<OutcomeLicence[]> {
  const [root, ...nested] = tablesOf(line.input);
  const names = nested.map(({ name }) => name);
  switch (root?.['x-merge-strategy']) {
    case 'upsert':
    case 'insert-only':
      return [
        {
          tag: 'one-of-a-key',
          answer: await runStatements(line, (rows) => distinct(rows, [root.name, ...names])),
        },
      ];
    case 'scd2':
      return [{ tag: 'nested-once', answer: await runStatements(line, (rows) => distinct(rows, names)) }];
    default:
      return [];
  }
}

/** Of rows with one id, the first: they are equal. */
function distinct(rows: Rows, tables: readonly string[]): Rows {
  return new Map(
    [...rows].map(([table, all]) => {
      const byId = new Map(all.map((row) => [row._dlt_id, row]));
      return [table, tables.includes(table) ? [...byId.values()] : all];
    }),
  );
}

function runStatements(line: UnitLine, prepare: (staged: Rows) => Rows): Promise<Json> {
  return forEachSet(line, async ({ old, staged }, destination, dataset) => {
    const tables = tablesOf(line.input).map(appended);
    await loadTables(destination, dataset, { tables, ...(old && { rows: old }) });
    try {
      await loadTables(destination, `${dataset}_staging`, { tables, rows: prepare(staged) });
    } catch (error) {
      throw new Refused(`the staging tables refuse the rows: ${String(error)}`);
    }
    const statements = listOf(line.out).map(String);
    await withConnection(destination, dataset, (connection) => runTheirs(statements, dataset, connection));
  });
}

async function forEachSet(
  { input, settings }: UnitLine,
  load: (rows: DataSet, destination: Destination, dataset: string) => Promise<void>,
): Promise<Json> {
  const destination = await engineOf(settings);
  const tables = tablesOf(input);
  const outcomes: [string, Json][] = [];
  let refusal: unknown;
  for (const rows of dataSets(tables)) {
    const dataset = newDataset();
    try {
      await load(rows, destination, dataset);
      outcomes.push([rows.about, await readTables(tables, destination, dataset)]);
    } catch (error) {
      if (!(error instanceof Refused) && !isSluiceError(error)) throw error;
      refusal = error;
      outcomes.push([rows.about, 'refused']);
    }
  }
  if (outcomes.every(([, outcome]) => outcome === 'refused')) throw refusal;
  return object(outcomes);
}

function readTables(tables: readonly Table[], destination: Destination, dataset: string): Promise<Json> {
  const names = new Set(tables.map(({ name }) => name));
  return withConnection(destination, dataset, async (connection) =>
    object([
      ['rows', await readChain(tables, connection)],
      ['catalogue', await readCatalogue(destination, connection, dataset, (name) => names.has(name))],
    ]),
  );
}

function tablesOf(input: Json): Table[] {
  return listOf(at(input, 'tables')).map(tableWithNames);
}

function appended(table: Table): Table {
  return table.parent === undefined ? { ...table, write_disposition: 'append' } : table;
}
