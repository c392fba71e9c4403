import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { newSchema } from '../document/new-schema.ts';
import { newTable } from '../document/new-table.ts';
import { updateTable } from '../document/update-table.ts';
import { applyContract } from './apply-contract.ts';
import { expandContract } from './contract.ts';
import { type ContractEvidence, SchemaContractError } from './contract-error.ts';
import { type Discard, DiscardCounts } from './discards.ts';

const secret = 'Ada Lovelace';

const evidence: ContractEvidence = {
  row: 3,
  rowOf: 'table',
  valueType: 'text',
  value: secret,
  item: { id: 7, name: secret },
};

function violated(given: ContractEvidence | undefined): SchemaContractError {
  const schema = newSchema('shop');
  updateTable(
    schema,
    newTable('orders', {
      columns: [
        { name: 'id', data_type: 'bigint', primary_key: true },
        { name: '_dlt_id', data_type: 'text', unique: true },
      ],
    }),
  );
  const update = newTable('orders', { columns: [{ name: 'name', data_type: 'text' }] });
  try {
    applyContract(schema, expandContract({ columns: 'freeze' }), update, given && (() => given));
  } catch (error) {
    if (error instanceof SchemaContractError) return error;
  }
  throw new Error('nothing was violated');
}

describe('the error of a broken contract', () => {
  test('says where, in which row and what kind of value, in words and as data', () => {
    const error = violated(evidence);
    expect(error.message).toBe(
      '[SCHEMA_CONTRACT_VIOLATED] Data brings a new column, and the contract freezes columns: text in row 3 of the table in this run, whose rows are told apart by id (schema "shop", table "orders", column "name"). Let columns evolve, discard what does not fit, or correct the data',
    );
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'SchemaContractError',
      code: 'SCHEMA_CONTRACT_VIOLATED',
      message: error.message,
      place: { schema: 'shop', table: 'orders', column: 'name' },
      remedy: error.remedy,
      entity: 'columns',
      mode: 'freeze',
      table: 'orders',
      column: 'name',
      contract: { tables: 'evolve', columns: 'freeze', data_type: 'evolve' },
      valueType: 'text',
      row: 3,
      rowOf: 'table',
      keyColumns: ['id'],
    });
  });

  test('shows values to who asks for them, and to nobody else', () => {
    const error = violated({ ...evidence, issues: [{ message: `got ${secret}` }] });
    expect(error.value).toBe(secret);
    expect(error.item).toEqual({ id: 7, name: secret });
    expect(error.issues).toEqual([{ message: `got ${secret}` }]);
    for (const shown of [
      error.message,
      String(error.stack),
      JSON.stringify(error),
      inspect(error, { showHidden: true, depth: 9 }),
    ])
      expect(shown).not.toContain(secret);
  });

  test('a definition has no row', () => {
    const error = violated(undefined);
    expect(error).toMatchObject({ row: null, rowOf: null, valueType: null, value: undefined, issues: [] });
    expect(error.what).toBe('A definition brings a new column, and the contract freezes columns');
  });

  test('learns more of its place without losing anything', () => {
    const error = violated(evidence).within({ source: 'shop', resource: 'orders' });
    expect(error.place).toEqual({
      source: 'shop',
      resource: 'orders',
      schema: 'shop',
      table: 'orders',
      column: 'name',
    });
    expect([error.value, error.row, error.contract.columns]).toEqual([secret, 3, 'freeze']);
  });
});

describe('what was left out', () => {
  const one: Omit<Discard, 'rows'> = { table: 't', entity: 'columns', name: 'a', mode: 'discard_row' };

  test('is added up by table, entity, name and mode', () => {
    const counts = new DiscardCounts();
    counts.add(one);
    counts.add({ ...one, mode: 'discard_value' }, 5);
    counts.add(one, 2);
    counts.add({ ...one, name: 'b' });
    expect(counts.list()).toEqual([
      { ...one, rows: 3 },
      { ...one, mode: 'discard_value', rows: 5 },
      { ...one, name: 'b', rows: 1 },
    ]);
  });

  test('names that are data do not fill the memory', () => {
    const counts = new DiscardCounts();
    for (let index = 0; index < 5_000; index++) counts.add({ ...one, name: `key ${index}` });
    counts.add({ ...one, name: 'key 7' });
    const list = counts.list();
    expect(list).toHaveLength(1_001);
    expect(list.reduce((sum, { rows }) => sum + rows, 0)).toBe(5_001);
    expect(list[7]).toEqual({ ...one, name: 'key 7', rows: 2 });
    expect(list.at(-1)).toEqual({ ...one, name: '…', rows: 4_000 });
  });
});
