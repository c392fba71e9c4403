import { createNormalizer } from '@sluice/normalize';
import { namingConvention, newSchema, portableRuntime } from '@sluice/schema';

// Records in, linked tables out: no files, no database. This runs in any JavaScript runtime.
const runtime = portableRuntime;
const schema = newSchema('shop');
const batches: string[] = [];

const normalizer = createNormalizer({
  schema,
  runtime,
  naming: namingConvention('snake_case', null, runtime),
  loadId: '1700000000.0',
  types: { timestampPrecision: 6, maxTimestampPrecision: 6, decimal: [38, 9], wei: [38, 0] },
  mergeStrategies: [],
  onBatch: ({ table, rows, columns }) => {
    batches.push(`${table}: ${rows} rows of ${columns.map(({ name }) => name).join(', ')}`);
  },
  onWidened: () => {},
});

normalizer.write('orders', { Id: 1, placedAt: '2024-05-01T12:00:00Z', lines: [{ sku: 'A', qty: 2 }] });
normalizer.write('orders', {
  Id: 2,
  placedAt: '2024-05-02T09:30:00Z',
  lines: [{ sku: 'B', qty: 1 }],
  note: 'gift',
});
normalizer.finish();

for (const batch of batches) console.log(batch);
for (const column of schema.tables.get('orders')?.columns.values() ?? [])
  console.log(`orders.${column.name}: ${column.data_type}`);
