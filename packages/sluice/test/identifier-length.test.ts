import { join } from 'node:path';
import { duckdb } from '@sluice/destination-duckdb';
import { postgres } from '@sluice/destination-postgres';
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
