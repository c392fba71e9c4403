import { expect, test } from 'vitest';
import { newSchema } from '../document/new-schema.ts';
import { newTable } from '../document/new-table.ts';
import { updateTable } from '../document/update-table.ts';
import { applyContract } from './apply-contract.ts';
import { expandContract, resolveContract } from './contract.ts';
import { markEvolveOnce, setSeenData } from './first-load.ts';

const a = { name: 'a', data_type: 'bigint' } as const;
const b = { name: 'b', data_type: 'text' } as const;

function schemaWithTable() {
  const schema = newSchema('test');
  updateTable(schema, newTable('t', { columns: [a] }));
  return schema;
}

test.each([
  ['tables', newTable('u', { columns: [a] }), { schema: 'test', table: 'u' }],
  ['columns', newTable('t', { columns: [b] }), { schema: 'test', table: 't', column: 'b' }],
  [
    'data_type',
    newTable('t', { columns: [{ ...a, precision: 8 }] }),
    { schema: 'test', table: 't', column: 'a' },
  ],
] as const)('frozen %s: the error says where', (entity, update, place) => {
  expect(() => applyContract(schemaWithTable(), expandContract('freeze'), update)).toThrow(
    expect.objectContaining({ code: 'SCHEMA_CONTRACT_VIOLATED', entity, mode: 'freeze', place }),
  );
});

test('an unknown table has the contract of the schema', () => {
  const schema = newSchema('test');
  schema.settings.schema_contract = { columns: 'freeze' };
  expect(resolveContract(schema, 'absent')).toEqual({
    tables: 'evolve',
    columns: 'freeze',
    data_type: 'evolve',
  });
});

test('the first load of a table may add columns, later ones may not', () => {
  const schema = newSchema('test');
  const contract = expandContract({ columns: 'discard_value' });
  const hints = newTable('t', { columns: [a], 'x-normalizer': { max_nesting: 1 } });
  markEvolveOnce(schema, hints, contract);
  updateTable(schema, hints);
  const update = newTable('t', { columns: [b] });
  expect(applyContract(schema, contract, update).filters).toEqual([]);
  setSeenData(schema, 't');
  expect(schema.tables.get('t')?.['x-normalizer']).toEqual({ max_nesting: 1, 'seen-data': true });
  expect(applyContract(schema, contract, update).filters).toEqual([
    { entity: 'columns', name: 'b', mode: 'discard_value', because: 'columns' },
  ]);
});

test('a table that is known or may evolve gets no first load of its own', () => {
  const schema = schemaWithTable();
  const known = newTable('t', { columns: [b] });
  markEvolveOnce(schema, known, expandContract('freeze'));
  const evolving = newTable('u', { columns: [b] });
  markEvolveOnce(schema, evolving, expandContract('evolve'));
  expect([known, evolving].map((table) => table['x-normalizer'])).toEqual([undefined, undefined]);
});
