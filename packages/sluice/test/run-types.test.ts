import { jsonSchema, type Pipeline, resource } from 'sluice';
import { expectTypeOf, test } from 'vitest';
import * as z from 'zod';

declare const shop: Pipeline;
const Order = z.object({ id: z.int(), at: z.date() });

// What is checked here is checked by the compiler; nothing of it runs.
test('the options of a run know the keys of its records', () => {
  const runs = () => [
    shop.run([{ id: 1, at: 'x' }], {
      table: 'orders',
      record: Order,
      primaryKey: 'id',
      columns: { at: { dataType: 'date' } },
    }),
    shop.run([{ id: 1 }], {
      table: 'orders',
      primaryKey: ['id'],
      columns: { id: { dataType: 'bigint' }, home__city: {} },
    }),
    shop.run([{ id: 1 }], { table: 'orders', record: jsonSchema({ type: 'object' }) }),
    shop.run(resource('orders', { record: Order }, [])),
    shop.run(resource('orders', []), { record: Order, schemaContract: 'freeze' }),
    shop.run(
      async function* () {
        yield { id: 1 };
      },
      { table: 'orders', columns: { id: { precision: 32 } } },
    ),
    shop.run([{ id: 1 }] as unknown, { table: 'orders', writeDisposition: 'replace' }),
    // @ts-expect-error there is no such type
    shop.run([{ id: 1 }], { table: 'orders', record: Order, columns: { id: { dataType: 'int' } } }),
    // @ts-expect-error there is no such hint
    shop.run([{ id: 1 }], { table: 'orders', primarykey: 'id' }),
  ];
  expectTypeOf(runs).toBeFunction();
});
