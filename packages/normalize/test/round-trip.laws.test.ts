import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { key, ordinaryKey, records, recordsOfOneShape, runs } from '@sluice/arbitraries';
import { isSluiceError, type Naming, namingConvention, newSchema, portableRuntime } from '@sluice/schema';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { normalize } from './normalize.ts';
import { ParquetFiles } from './round-trip/parquet-files.ts';
import { type Found, rebuild } from './round-trip/rebuild.ts';
import { recordOf, withoutTraceless } from './round-trip/record-of.ts';
import { differences } from './round-trip/same-tree.ts';
import { type Tree, treeOf, withoutRivals } from './round-trip/tree.ts';

let folder: string;
let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-round-trip-'));
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

// Two columns of one name cannot be told apart any more, and a key may be called like a variant column.
const ownKey = key.filter((name) => !/v_|dlt/i.test(name));
const anyRecords = records({ key: ownKey });

const conventions = fc.constantFrom<[name: string, maxLength: number | null]>(
  ['snake_case', null],
  ['snake_case', 24],
  ['sql_ci_v1', null],
);
const batchRows = fc.constantFrom(1, 3, 1000);

/** Scalars of one type only, so that no column has to convert anything. */
const oneType = fc.constantFrom<fc.Arbitrary<unknown>>(
  fc.string({ unit: 'grapheme' }).map((text) => `text ${text}`),
  fc.maxSafeInteger(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
  fc.boolean(),
  fc.uint8Array({ minLength: 1 }),
  fc.date({ min: new Date(0), max: new Date(2 ** 40), noInvalidDate: true }),
);
const literalRecords = oneType.chain((scalar) => {
  const parts = { key: ordinaryKey, scalar: fc.option(scalar) };
  return fc.oneof(records(parts), recordsOfOneShape({ ...parts, scalar }));
});

/** Normalizes into Parquet files and reads them; null where the records are refused as a whole, as they may be. */
async function roundTrip(
  given: readonly object[],
  { naming, maxBatchRows }: { naming: Naming; maxBatchRows: number },
): Promise<Tree<Found>[] | null> {
  const files = new ParquetFiles(folder);
  const schema = newSchema('test', { naming: naming.name });
  try {
    normalize(given, { schema, naming, maxBatchRows, onBatch: files.add, onWidened: files.widen });
  } catch (error) {
    if (isSluiceError(error)) return null;
    throw error;
  }
  return rebuild(schema, await files.read(connection), 't', naming);
}

describe('records → batches → Parquet → DuckDB', () => {
  test('whatever the records: every value is in its row, as its column has it', async () => {
    await fc.assert(
      fc.asyncProperty(anyRecords, conventions, batchRows, async (some, [name, maxLength], maxBatchRows) => {
        const naming = namingConvention(name, maxLength, portableRuntime);
        const given = some.map((one) => withoutRivals(one, naming));
        const found = await roundTrip(given, { naming, maxBatchRows });
        if (!found) return;
        expect(found.length).toBe(given.length);
        const wrong = found.flatMap((tree, index) =>
          differences(treeOf(given[index] ?? {}, ['t'], naming), tree, `[${index}]`),
        );
        expect(wrong).toEqual([]);
      }),
      runs(150),
    );
  });

  test('records of plain words, each value of its column’s type, come back as they were', async () => {
    const naming = namingConvention('snake_case', null, portableRuntime);
    await fc.assert(
      fc.asyncProperty(literalRecords, batchRows, async (given, maxBatchRows) => {
        const found = await roundTrip(given, { naming, maxBatchRows });
        expect(found?.map((tree) => recordOf(tree, 't'))).toEqual(given.map(withoutTraceless));
      }),
      runs(100),
    );
  });
});
