import { duckdb } from '@sluice/destination-duckdb';
import { isSluiceError, pipeline, type RunInfo } from 'sluice';
import { z } from 'zod';

// One description of an order: the type of its records, the check they pass, and the types of the columns.
const Order = z.object({
  id: z.int(),
  customer: z.string().trim(),
  placedAt: z.coerce.date(),
  total: z.string().meta({ sluice: { dataType: 'decimal', precision: 12, scale: 2 } }),
  note: z.string().max(20).optional(),
  lines: z.array(z.object({ sku: z.string(), qty: z.int().default(1) })),
});

const shop = pipeline({ name: 'shop', destination: duckdb('shop.duckdb'), dataset: 'shop' });
const options = { table: 'orders', record: Order, primaryKey: 'id', writeDisposition: 'merge' } as const;

const showDiscarded = ({ discarded }: RunInfo) => {
  for (const { table, name, entity, mode, rows } of discarded)
    console.log(`left out of ${table}: ${name}, ${rows} times, by ${entity}: ${mode}`);
};

console.log(
  'What fits is loaded as the schema gives it out: trimmed, with defaults. Other keys are left out',
);
showDiscarded(
  await shop.run(
    [
      {
        id: 1,
        customer: ' Ada ',
        placedAt: '2024-05-01T12:00:00Z',
        total: '99.90',
        lines: [{ sku: 'A', qty: 2 }],
      },
      {
        id: 2,
        customer: 'Grace',
        placedAt: '2024-05-02',
        total: '5.00',
        lines: [{ sku: 'B' }],
        source: 'web',
      },
    ],
    options,
  ),
);
console.table(
  await shop.dataset().table('orders').select('id', 'customer', 'placed_at', 'total').orderBy('id').rows(),
);
console.table(await shop.dataset().table('orders__lines').select('sku', 'qty').orderBy('sku').rows());

console.log('\nWhat does not fit stops the run, and the error keeps the value to itself');
const doubtful = [
  { id: 3, customer: 'Alan', placedAt: 'yesterday', total: '7.50', lines: [] },
  {
    id: 4,
    customer: 'Joan',
    placedAt: '2024-05-03',
    total: '1.00',
    lines: [],
    note: 'please ring the bell twice',
  },
];
await shop.run(doubtful, options).catch((error) => {
  if (!isSluiceError(error, 'SCHEMA_CONTRACT_VIOLATED')) throw error;
  console.log(error.message);
});

console.log('\nUnless a contract says to leave out such rows');
showDiscarded(await shop.run(doubtful, { ...options, schemaContract: { data_type: 'discard_row' } }));

console.log('\nOr, where they are optional, just the values');
showDiscarded(
  await shop.run(doubtful.slice(1), { ...options, schemaContract: { data_type: 'discard_value' } }),
);
console.table(await shop.dataset().table('orders').select('id', 'customer', 'note').orderBy('id').rows());
