import { join } from 'node:path';
import type { Connection, QueryParameter } from '@sluice/load';
import { type CompleteColumn, type DataType, dataTypeOf, newTable, type Value } from '@sluice/schema';
import { pipeline, silentLogger } from 'sluice';
import { isObject, type Json, object } from '../../json/json.ts';
import { printJson } from '../../json/print.ts';
import { withFolder } from '../../temporary-folder.ts';
import type { OutcomeAdapter } from '../adapter.ts';
import { decodeValue, encodeValue, plainTags } from '../values.ts';
import { engineOf, newDataset, runTheirs, withConnection } from './engine.ts';
import { loadTables } from './load-tables.ts';

/**
 * What a column holds after the literal was inserted that dlt writes for a value; and after a pipeline has loaded the
 * value. Ours are never written into statements: they travel in files, and in queries as parameters, of which all but
 * bytes have a form.
 */
export const storedValue: OutcomeAdapter = {
  async ours({ input, settings }) {
    const destination = await engineOf(settings);
    const dataset = newDataset();
    await withFolder(async (folder) => {
      const one = pipeline({
        name: 'units',
        destination,
        dataset,
        workDir: join(folder, 'work'),
        logger: silentLogger,
      });
      await one.run([{ id: 1, c: recordValue(input) }], {
        table: 't',
        columns: { c: { dataType: typeOf(input) } },
      });
      await one.close();
    });
    return withConnection(destination, dataset, async (connection) => {
      const [type, loaded] = await readCell(connection);
      const parameter = parameterOf(input);
      const { rows } = await connection.query(
        `SELECT CAST(${connection.names.parameter(1)} AS ${type})`,
        parameter === undefined ? [null] : [parameter],
      );
      return stored(input, type, loaded, encodeValue(rows[0]?.[0]));
    });
  },
  async theirs({ input, settings, out }) {
    const destination = await engineOf(settings);
    const dataset = newDataset();
    const column: CompleteColumn = { name: 'c', data_type: typeOf(input) };
    await loadTables(destination, dataset, { tables: [newTable('t', { columns: [column] })] });
    return withConnection(destination, dataset, async (connection) => {
      await runTheirs([`INSERT INTO "ds"."t" ("c") VALUES (${String(out)})`], dataset, connection);
      const [type, loaded] = await readCell(connection);
      return stored(input, type, loaded, loaded);
    });
  },
  /** dlt leaves the quotes out that both databases need around what is no number. */
  async licensed(line) {
    const value = plainTags(line.input);
    if (typeof value !== 'number' || Number.isFinite(value)) return [];
    return [{ tag: 'dlt-bug', answer: await storedValue.theirs({ ...line, out: `'${String(line.out)}'` }) }];
  },
};

function stored(input: Json, type: string, loaded: Json, parameter: Json): Json {
  return object([
    ['type', type],
    ['loaded', loaded],
    ['parameter', parameterOf(input) === undefined ? undefined : parameter],
  ]);
}

async function readCell(connection: Connection): Promise<[type: string, value: Json]> {
  const type = (await connection.inspect(['t'])).get('t')?.find(({ name }) => name === 'c')?.type ?? '';
  const { rows } = await connection.query(`SELECT c FROM ${connection.names.table('t')}`);
  return [type, encodeValue(rows[0]?.[0])];
}

function typeOf(input: Json): DataType {
  return input === null ? 'text' : dataTypeOf(decodeValue(input));
}

/** Numbers that are none become null in records: dlt has them where a text was read as a double, and so have we. */
function recordValue(input: Json): Value {
  const value = decodeValue(input);
  return typeof value === 'number' && !Number.isFinite(value) ? String(contentOf(input)) : value;
}

/** Undefined for what no parameter can be. */
function parameterOf(input: Json): QueryParameter | undefined {
  if (!isObject(input)) return Array.isArray(input) ? printJson(input) : (input as QueryParameter);
  const type = input.get('$type');
  if (type === undefined) return printJson(input);
  if (type === 'bytes') return undefined;
  return type === 'float' ? (plainTags(input) as number) : String(contentOf(input));
}

function contentOf(input: Json): Json {
  return (isObject(input) && input.get('v')) || null;
}
