import { join } from 'node:path';
import { duckdb } from '@sluice/destination-duckdb';
import { postgres } from '@sluice/destination-postgres';
import type { Destination } from '@sluice/load';
import { startPostgres } from '@sluice/test-services';
import { describe, expect, test } from 'vitest';
import { workspace } from './workspace.ts';

const orders = [
  {
    customer_identifier: 1,
    shipping_address: { street_and_number: 'x' },
    line_items_in_order: [{ product_identifier: 7 }],
  },
  { customer_identifier: 'abc' },
];

// The names that the real dlt gives, with `max_identifier_length` of its destination.
const names = [
  [
    24,
    ['customer_identifier', 'shipping_bs3utwnd_number', 'customer_vtrqeqr__v_text'],
    'orders_ofcmv4gw_in_order',
  ],
  [19, ['customer_identifier', 'shippinbs3utwnumber', 'customevtrqeqv_text'], 'orders_cmv4gw_order'],
] as const;

describe('names are cut to the length the destination is told', () => {
  test.for(names)('%i, DuckDB', async ([maxIdentifierLength, columns, nested]) => {
    const { open, file } = await workspace();
    const pipeline = open({ destination: duckdb({ path: file, maxIdentifierLength }) });
    await pipeline.run(orders, { table: 'orders_of_customers' });
    await expectNames(pipeline, columns, nested);
  });

  test.for(names)('%i, Postgres', async ([maxIdentifierLength, columns, nested]) => {
    const server = await startPostgres();
    try {
      const { open } = await workspace();
      const pipeline = open({
        destination: postgres({ url: await server.createDatabase(), maxIdentifierLength }),
      });
      await pipeline.run(orders, { table: 'orders_of_customers' });
      await expectNames(pipeline, columns, nested);
    } finally {
      await server.stop();
    }
  });

  type Pipeline = ReturnType<Awaited<ReturnType<typeof workspace>>['open']>;

  async function expectNames(pipeline: Pipeline, columns: readonly string[], nested: string): Promise<void> {
    expect((await pipeline.dataset().tables()).sort()).toEqual([nested, 'orders_of_customers'].sort());
    const [row] = await pipeline.dataset().table('orders_of_customers').rows();
    expect(Object.keys(row ?? {}).filter((name) => !name.startsWith('_dlt'))).toEqual(columns);
    expect(await pipeline.dataset().table(nested).select('product_identifier').rows()).toEqual([
      { product_identifier: 7 },
    ]);
  }
});

describe('Postgres counts bytes', () => {
  // 31 letters of two bytes and one of one fill a name.
  const fits = `${'é'.repeat(31)}x`;
  const isCut = `${'é'.repeat(31)}xy`;
  const records = [{ [fits]: 1, [isCut]: 2, l: [{ [isCut]: 3 }] }];
  const direct = { naming: 'direct' } as const;

  test('and names are cut to as many, tag and all: tables, columns and datasets', async () => {
    const server = await startPostgres();
    try {
      const { open } = await workspace();
      const destination = postgres(await server.createDatabase());
      const load = () => open({ ...direct, destination, dataset: isCut }).run(records, { table: isCut });
      const table = `${'é'.repeat(14)}bukj5g${'é'.repeat(13)}xy`;
      for (const _ of [1, 2]) await load();
      const dataset = open({ ...direct, destination, dataset: isCut }).dataset();
      expect(open({ ...direct, destination, dataset: isCut }).datasetName).toBe(table);
      // Cut once more: what begins it is the beginning of the first tag.
      const nested = `${'é'.repeat(14)}bsc05vg${'é'.repeat(11)}xy▶l`;
      expect(await dataset.rowCounts()).toEqual({ [table]: 2, [nested]: 2 });
      const [row] = await dataset.table(table).select(fits, table).rows();
      expect(row).toEqual({ [fits]: 1, [table]: 2 });
    } finally {
      await server.stop();
    }
  });

  test('a dataset in which the server has cut a name, as dlt lets it do, is not gone on with', async () => {
    const server = await startPostgres();
    try {
      const { open } = await workspace();
      const destination = postgres(await server.createDatabase());
      const load = (to: Destination, ...rows: object[]) =>
        open({ ...direct, destination: to }).run(rows, { table: 't' });
      await load(countingCharacters(destination), { id: 1, [isCut]: 1 });
      await expect(load(destination, { id: 2 })).rejects.toMatchObject({
        code: 'IDENTIFIER_TOO_LONG',
        place: { schema: 'test', table: 't', column: isCut },
        what: 'The name of the column has more than 63 bytes',
      });
      expect(await open({ ...direct, destination }).pending()).toEqual([]);
      expect(
        await open({ ...direct, destination })
          .dataset()
          .table('t')
          .select('id')
          .rows(),
      ).toEqual([{ id: 1 }]);
      // Tables of which nobody has cut a name are loaded as ever.
      await open({ ...direct, destination }).run([{ id: 1 }], { table: 'u' });
    } finally {
      await server.stop();
    }
  });

  /** The rules for names that dlt has for Postgres. */
  function countingCharacters(destination: Destination): Destination {
    const { capabilities } = destination;
    const { lengthUnit: _, ...identifiers } = capabilities.identifiers;
    return { ...destination, capabilities: { ...capabilities, identifiers } };
  }
});

test.each([0, 18, 1.5, Number.NaN, 65_537])('%d is no length for DuckDB', (maxIdentifierLength) => {
  expect(() => duckdb({ path: join('x', 'y.duckdb'), maxIdentifierLength })).toThrow(
    expect.objectContaining({ code: 'DESTINATION_OPTIONS_INVALID' }),
  );
});

test.each([18, 64])('%d is no length for Postgres', (maxIdentifierLength) => {
  expect(() => postgres({ maxIdentifierLength })).toThrow(
    expect.objectContaining({ code: 'DESTINATION_OPTIONS_INVALID' }),
  );
});
