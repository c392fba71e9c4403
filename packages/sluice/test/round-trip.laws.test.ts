import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { key, records, runs } from '@sluice/arbitraries';
import { isSluiceError, namingConvention, parseSchema, portableRuntime, type Schema } from '@sluice/schema';
import fc from 'fast-check';
import { silentLogger } from 'sluice';
import { expect, test } from 'vitest';
import { readRows } from '../../normalize/test/round-trip/read-duckdb.ts';
import { rebuild, type Tables } from '../../normalize/test/round-trip/rebuild.ts';
import { differences } from '../../normalize/test/round-trip/same-tree.ts';
import { treeOf, withoutRivals } from '../../normalize/test/round-trip/tree.ts';
import { workspace } from './workspace.ts';

// Two columns of one name cannot be told apart any more, and a key may be called like a variant column.
const ownKey = key.filter((name) => !/v_|dlt/i.test(name));
const anyRecords = records({ key: ownKey });
const naming = namingConvention('snake_case', null, portableRuntime);

/** Loads, in the order they are made; `forgets` = on another machine, which knows the destination and nothing else. */
const loads = fc.array(fc.record({ records: anyRecords, forgets: fc.boolean() }), {
  minLength: 1,
  maxLength: 3,
});

test('after any number of loads a dataset holds every record of those that succeeded, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(loads, async (all) => {
      const { file, open, forgetWork } = await workspace();
      const logger = silentLogger;
      const loaded: object[] = [];
      for (const { records: some, forgets } of all) {
        const given = some.map((one) => withoutRivals(one, naming));
        try {
          await open({ logger }).run(
            given.map((one, place) => withPlace(one, loaded.length + place)),
            { table: 't' },
          );
        } catch (error) {
          if (!isSluiceError(error)) throw error;
          await open({ logger }).abort();
          continue;
        }
        loaded.push(...given);
        if (forgets) await forgetWork();
      }
      const { schema, tables } = await read(file);
      const found = schema ? rebuild(schema, tables, 't', naming) : [];
      found.sort((a, b) => placeOf(a) - placeOf(b));
      expect(found.map(placeOf)).toEqual(loaded.map((_, place) => place));
      const wrong = found.flatMap((tree, place) =>
        differences(treeOf(withPlace(loaded[place] ?? {}, place), ['t'], naming), tree, `[${place}]`),
      );
      expect(wrong).toEqual([]);
    }),
    runs(12),
  );
});

const place = 'place of the record';

function withPlace(one: object, at: number): object {
  return { ...one, [place]: at };
}

function placeOf({ cells }: ReturnType<typeof rebuild>[number]): number {
  return Number(cells.get(naming.path(place))?.value);
}

/** Every data table of a DuckDB file, and the schema stored beside them. */
async function read(file: string): Promise<{ schema: Schema | null; tables: Tables }> {
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    const names = await readRows(
      connection,
      "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'data'",
    );
    if (names.length === 0) return { schema: null, tables: new Map() };
    const versions = await readRows(
      connection,
      'SELECT "schema" FROM data._dlt_version ORDER BY version DESC LIMIT 1',
    );
    return {
      schema: parseSchema(String(versions[0]?.get('schema'))),
      tables: new Map(
        await dataTables(
          connection,
          names.map((row) => String(row.get('name'))),
        ),
      ),
    };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function dataTables(connection: DuckDBConnection, names: readonly string[]) {
  const tables: [string, Awaited<ReturnType<typeof readRows>>][] = [];
  for (const name of names)
    if (!name.startsWith('_dlt')) tables.push([name, await readRows(connection, `FROM data."${name}"`)]);
  return tables;
}
