import { duckdb } from '@sluice/destination-duckdb';
import { extractSource, resource, source } from '@sluice/extract';
import { encoderFor } from '@sluice/formats';
import { loadPackage, newLoadId, packageStore } from '@sluice/load';
import { createNormalizer } from '@sluice/normalize';
import {
  bumpSchema,
  defineTables,
  namingConvention,
  newSchema,
  portableRuntime as runtime,
  stringifySchema,
  tableNames,
} from '@sluice/schema';

// What `pipeline` does, by hand: extract → normalize → encode → seal → load. It keeps no state: every run starts anew.
const shop = source('shop', () => [
  resource('orders', { primaryKey: 'id', writeDisposition: 'merge' }, [
    { id: 1, customer: 'Ada', lines: [{ sku: 'A', qty: 2 }] },
    {
      id: 2,
      customer: 'Grace',
      lines: [
        { sku: 'B', qty: 1 },
        { sku: 'C', qty: 5 },
      ],
    },
  ]),
])();
const destination = duckdb('shop.duckdb');
const { types, mergeStrategies, identifiers } = destination.capabilities;
const naming = namingConvention('snake_case', identifiers.maxColumnLength, runtime);
const schema = newSchema('shop');
const encoder = encoderFor('parquet');

// A load package is a folder of part files, one per batch, and a manifest.
const store = packageStore('.sluice/shop');
const writer = await store.create(newLoadId());
const normalizer = createNormalizer({
  schema,
  runtime,
  naming,
  loadId: writer.loadId,
  types,
  mergeStrategies,
  onBatch: (batch) => {
    const columns = batch.columns.map(({ name }) => name);
    writer.writePart(
      { table: batch.table, format: encoder.format, rows: batch.rows, columns },
      encoder.encode(batch),
    );
  },
  // A runtime for any data rewrites earlier parts here, with `encoder.widen`. These few records fit in one batch.
  onWidened: () => {},
});
const names = tableNames(schema, naming);
for await (const page of extractSource(shop, { runtime, state: {}, names })) {
  if (page.definitions) defineTables(schema, naming, page.definitions, { mergeStrategies });
  normalizer.refresh();
  if (page.kind === 'records')
    for (const record of page.items) normalizer.write(names.root(page.table), record);
}
normalizer.finish();
bumpSchema(schema, runtime);

// Sealed, a package can be loaded by anyone, any number of times: its rows arrive once.
const prepared = await writer.prepare({
  pipeline: 'shop',
  dataset: 'shop',
  predecessor: null,
  schema,
  document: stringifySchema(schema),
  codeVersion: '1',
});
for (const sealed of await store.seal([prepared])) {
  const { tables } = await loadPackage(sealed, destination, { store });
  for (const { name, rows } of tables) console.log(`${name}: ${rows} rows`);
}

const connection = await destination.open({ dataset: 'shop' });
const { table } = connection.names;
const { rows } = await connection.query(
  `SELECT o.customer, l.sku, l.qty FROM ${table('orders')} o
   JOIN ${table('orders__lines')} l ON l._dlt_parent_id = o._dlt_id ORDER BY l.sku`,
);
for (const [customer, sku, qty] of rows) console.log(`${customer} wants ${qty} of ${sku}`);
await connection.close();
