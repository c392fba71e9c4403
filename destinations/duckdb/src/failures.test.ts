import { SluiceError } from '@sluice/schema';
import { expect, test } from 'vitest';
import { classify } from './failures.ts';

test.each([
  ['Catalog Error: Table with name nope does not exist!\nDid you mean "x"?', 'missing-relation'],
  [
    'Catalog Error: Table with name "a.b" does not exist because schema "a" does not exist.',
    'missing-relation',
  ],
  ['Catalog Error: Schema with name nope does not exist!', 'missing-relation'],
  ['Catalog Error: Table with name "t" already exists!', 'transient'],
  ['Catalog Error: Column with name x already exists!', 'transient'],
  ['TransactionContext Error: Conflict on update!', 'transient'],
  ['TransactionContext Error: Catalog write-write conflict on create with "x"', 'transient'],
  [
    'TransactionContext Error: Transaction conflict: attempting to insert into table "T" but it has been altered by a different transaction',
    'transient',
  ],
  ['IO Error: Could not set lock on file "x": Conflicting lock is held in node (PID 1)', 'transient'],
  ['INTERRUPT Error: Interrupted!', 'transient'],
  ['Catalog Error: Scalar Function with name nope does not exist!', 'permanent'],
  ['Binder Error: Referenced column "nope" not found in FROM clause!', 'permanent'],
  ['Conversion Error: Type INT32 with value 300 cannot be cast', 'permanent'],
  ['Constraint Error: NOT NULL constraint failed: t.id', 'permanent'],
  ['Parser Error: syntax error at or near "x"', 'permanent'],
  ['Out of Memory Error: failed to allocate data of size 16.0 KiB', 'permanent'],
  ['IO Error: No files found that match the pattern "nope.parquet"', 'permanent'],
])('%s is %s', (message, reason) => {
  expect(classify(new Error(message))).toBe(reason);
});

test('errors of our own', () => {
  expect(classify(new SluiceError('DESTINATION_LOCKED', ''))).toBe('transient');
  expect(classify(new SluiceError('DESTINATION_NOT_DUCKDB', ''))).toBe('permanent');
  expect(classify('no error at all')).toBe('permanent');
});
