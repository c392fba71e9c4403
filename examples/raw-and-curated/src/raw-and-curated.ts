import { duckdb } from '@sluice/destination-duckdb';
import { type ColumnHints, isSluiceError, pipeline, resource } from 'sluice';

// The raw layer takes whatever comes: nothing in it can fail, and nothing is lost. What is in `payload` stays whole, in
// one JSON column, so that a field more or less there makes no new columns and tables.
const raw = pipeline({ name: 'raw', destination: duckdb('shop.duckdb'), dataset: 'raw' });
const receive = (events: object[]) =>
  raw.run(resource('events', { primaryKey: 'id', nested: { payload: 'json' } }, events));

// The curated layer is what others build on: declared columns, and a contract that lets nothing else in.
const curated = pipeline({ name: 'curated', destination: duckdb('shop.duckdb'), dataset: 'curated' });
const agreed: Record<string, ColumnHints> = {
  id: { dataType: 'bigint' },
  customer: { dataType: 'text', nullable: false, description: 'who ordered' },
  total: { dataType: 'decimal', precision: 18, scale: 2, nullable: false },
};
const contract = { tables: 'freeze', columns: 'freeze', data_type: 'freeze' } as const;

/** Curates everything the raw layer has: `pick` makes the fields of an order of its payload. */
async function curate(pick: (payload: object) => object, schemaContract: object = contract) {
  const events = await raw.dataset().table('events').orderBy('id').rows();
  const orders = resource('orders', { primaryKey: 'id', writeDisposition: 'merge' }, events).map(
    ({ id, payload }) => ({ id, ...pick(payload as object) }),
  );
  await curated.run(orders.with({ columns: agreed, schemaContract }));
  console.table(
    await curated
      .dataset()
      .table('orders')
      .select(...Object.keys(agreed))
      .orderBy('id')
      .rows(),
  );
}

/** Only the fields that are agreed on. */
const agreedFields = (payload: object) =>
  Object.fromEntries(Object.entries(payload).filter(([field]) => Object.hasOwn(agreed, field)));

console.log('Monday: two orders, and the one run that may make the table');
await receive([
  { id: 1, payload: { customer: 'Ada', total: '12.50', lines: [{ sku: 'A' }] } },
  { id: 2, payload: { customer: 'Grace', total: '8.00', lines: [] } },
]);
await curate(agreedFields, { ...contract, tables: 'evolve' });

console.log('Tuesday: the shop begins to send a coupon. Raw takes it; curated goes on without it');
await receive([{ id: 3, payload: { customer: 'Linus', total: '5.25', coupon: 'SPRING' } }]);
await curate(agreedFields);

console.log('What nobody agreed on does not slip in');
await curate((payload) => payload).catch((error) => {
  if (!isSluiceError(error, 'SCHEMA_CONTRACT_VIOLATED')) throw error;
  console.log(error.message);
});

console.log('Wednesday: the coupon is promoted, in the one run that may add columns. Raw remembers Tuesday');
agreed.coupon = { dataType: 'text', description: 'what the customer typed in' };
await curate(agreedFields, { ...contract, columns: 'evolve' });

console.log('Thursday: the contract holds again, the coupon is part of it');
await receive([{ id: 4, payload: { customer: 'Margaret', total: '99.00', coupon: 'MOON', gift: true } }]);
await curate(agreedFields);
