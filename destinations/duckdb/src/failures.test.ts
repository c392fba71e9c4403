import { SluiceError } from '@sluice/schema';
import { expect, test } from 'vitest';
import { classify, failures } from './failures.ts';

const messages: readonly [message: string, reason: string][] = [
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
  [
    'TransactionContext Error: Failed to commit: PRIMARY KEY or UNIQUE constraint violation: duplicate key "7"',
    'transient',
  ],
  [
    'IO Error: Cannot open file "x": The process cannot access the file because it is being used by another process.',
    'transient',
  ],
  [
    "Connection Error: Can't open a connection to same database file with a different configuration than existing connections",
    'transient',
  ],
  [
    'FATAL Error: Failed: database has been invalidated because of a previous fatal error. The database must be restarted prior to being used again.',
    'transient',
  ],
  [
    'TransactionContext Error: Failed to commit: Failed to commit DuckLake transaction: database is locked',
    'transient',
  ],
  ['IO Error: Failed to execute query "BEGIN IMMEDIATE": database is locked', 'transient'],
  ['HTTP Error: HTTP GET error on "https://x/y" (HTTP 503)', 'transient'],
  ['IO Error: Could not establish connection error for HTTP HEAD to "https://x"', 'transient'],
  ['Constraint Error: Duplicate key "id: 1" violates primary key constraint.', 'permanent'],
];

test.each(messages)('%s is %s', (message, reason) => {
  expect(classify(new Error(message))).toBe(reason);
});

test.each(failures)('$pattern is met by a message', ({ pattern, why }) => {
  expect(
    messages.some(
      ([message]) => failures.find((failure) => failure.pattern.test(message))?.pattern === pattern,
    ),
  ).toBe(true);
  expect(why).not.toBe('');
});

test('errors of our own', () => {
  expect(classify(new SluiceError('DESTINATION_LOCKED', ''))).toBe('transient');
  expect(classify(new SluiceError('DESTINATION_NOT_DUCKDB', ''))).toBe('permanent');
  expect(classify('no error at all')).toBe('permanent');
});
