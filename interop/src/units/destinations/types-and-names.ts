import type { Connection } from '@sluice/load';
import { type CompleteColumn, newTable, type Table } from '@sluice/schema';
import { at, type Json, object, textAt } from '../../json/json.ts';
import type { AnswerAdapter, OutcomeAdapter } from '../adapter.ts';
import { plain } from '../documents.ts';
import { engineOf, newDataset, runTheirs, withConnection } from './engine.ts';
import { loadTables } from './load-tables.ts';

/** How a name is spelled in statements. */
export const escapeIdentifier: AnswerAdapter = async (input, settings) => {
  const destination = await engineOf(settings);
  return withConnection(destination, newDataset(), async ({ names }) => {
    const name = String(input);
    const { case: folding } = destination.capabilities.identifiers;
    const folded = folding === 'lower' ? name.toLowerCase() : folding === 'upper' ? name.toUpperCase() : name;
    return object([
      ['casefold', folded],
      ['escaped', names.quote(name)],
    ]);
  });
};

/** The type of a column in the catalogue, after a load has created its table, or a statement with dlt's type has. */
export const columnType: OutcomeAdapter = {
  async ours({ input, settings }) {
    const destination = await engineOf(settings);
    const dataset = newDataset();
    const column = { ...plain<CompleteColumn>(input), name: 'c' };
    const table: Table = {
      ...newTable('t'),
      ...plain<Partial<Table>>(at(settings, 'table') ?? new Map()),
      columns: new Map([[column.name, column]]),
    };
    await loadTables(destination, dataset, { tables: [table] });
    return withConnection(destination, dataset, (connection) => typeOf(connection));
  },
  async theirs({ settings, out }) {
    const destination = await engineOf(settings);
    const dataset = newDataset();
    return withConnection(destination, dataset, async (connection) => {
      await connection.query(`CREATE SCHEMA "${dataset}"`);
      await runTheirs([`CREATE TABLE "ds"."t" ("c" ${String(out)})`], dataset, connection);
      return typeOf(connection);
    });
  },
};

async function typeOf(connection: Connection): Promise<Json> {
  return (await connection.inspect(['t'])).get('t')?.[0]?.type ?? null;
}

/** The data type that a query says a column of this type has. */
export const typeOfQuery: AnswerAdapter = async (input, settings) => {
  const destination = await engineOf(settings);
  const dataset = newDataset();
  return withConnection(destination, dataset, async (connection) => {
    const [precision, scale] = [at(input, 'precision'), at(input, 'scale')];
    const isSized = precision !== undefined && scale !== undefined;
    let asked = `${textAt(input, 'type')}${isSized ? `(${precision},${scale})` : ''}`;
    if (asked === 'USER-DEFINED') {
      asked = `"${dataset}"."own"`;
      await connection.query(`CREATE SCHEMA "${dataset}"`);
      await connection.query(`CREATE TYPE ${asked} AS ENUM ('a')`);
    }
    const { columns } = await connection.query(`SELECT CAST(NULL AS ${asked}) AS c`);
    const { dataType = null, type } = columns[0] ?? {};
    const hasSize = isSized && dataType === 'decimal' && type?.endsWith(`(${precision},${scale})`);
    return object([
      ['data_type', dataType],
      ...(hasSize ? [['precision', precision] as const, ['scale', scale] as const] : []),
    ]);
  });
};
