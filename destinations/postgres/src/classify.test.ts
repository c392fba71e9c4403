import { SluiceError } from '@sluice/schema';
import { expect, test } from 'vitest';
import { classify } from './classify.ts';
import { explainConnectError } from './explain-connect-error.ts';
import { failureReasons } from './failure-reasons.ts';

function failure(code: string | undefined, message = 'it failed', more: object = {}): Error {
  return Object.assign(new Error(message), code === undefined ? {} : { code }, more);
}

test.each(failureReasons)('%s is %s: %s', (code, reason) => {
  expect(classify(failure(code))).toBe(reason);
});

const listed = new Set(failureReasons.map(([code]) => code));

test.each(failureReasons.filter(([code]) => code.length === 2))(
  'what nobody lists of class %s is %s',
  (code, reason) => {
    const state = `${code}Z99`;
    expect(listed).not.toContain(state);
    expect(classify(failure(state))).toBe(reason);
  },
);

test('a code is listed once', () => {
  expect(listed.size).toBe(failureReasons.length);
});

test.each(['40002', '99999', 'EACCES', 'LOAD_FAILED', 'ERR_ASSERTION', '__proto__'])(
  '%s, which nobody lists, is permanent',
  (code) => {
    expect(classify(failure(code))).toBe('permanent');
  },
);

test.each([
  ['Connection terminated unexpectedly', 'transient'],
  ['Connection terminated', 'transient'],
  ['timeout expired', 'transient'],
  ['Client has encountered a connection error and is not queryable', 'transient'],
  ['Client was closed and is not queryable', 'transient'],
  ['Query values must be an array', 'permanent'],
])('%s is %s', (message, reason) => {
  expect(classify(failure(undefined, message))).toBe(reason);
  // With a code, it is something that Postgres says.
  expect(classify(failure('P0001', message))).toBe('permanent');
});

test('two sessions that change the same tables', () => {
  const race = { schema: 'pg_catalog', table: 'pg_type' };
  expect(classify(failure('23505', 'duplicate key', race))).toBe('transient');
  expect(classify(failure('XX000', 'tuple concurrently updated'))).toBe('transient');
  expect(classify(failure('XX000', 'cache lookup failed for relation 5'))).toBe('transient');
});

test('errors of our own, and what is no error', () => {
  expect(classify(new SluiceError('DESTINATION_UNREACHABLE', ''))).toBe('transient');
  expect(classify(new SluiceError('DESTINATION_TYPE_UNSUPPORTED', ''))).toBe('permanent');
  expect(classify('no error at all')).toBe('permanent');
  expect(classify(null)).toBe('permanent');
});

test.each([
  ['ENOTFOUND', 'getaddrinfo ENOTFOUND nowhere', 'DESTINATION_UNREACHABLE'],
  [undefined, 'timeout expired', 'DESTINATION_UNREACHABLE'],
  ['53300', 'sorry, too many clients already', 'DESTINATION_UNREACHABLE'],
  ['3D000', 'database "x" does not exist', 'DESTINATION_DATABASE_MISSING'],
  ['28P01', 'password authentication failed for user "x"', 'DESTINATION_AUTHENTICATION_FAILED'],
  [
    undefined,
    'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string',
    'DESTINATION_AUTHENTICATION_FAILED',
  ],
  [
    '28000',
    'no pg_hba.conf entry for host "1.2.3.4", user "u", database "d", no encryption',
    'DESTINATION_TLS_FAILED',
  ],
  [
    '28000',
    'no pg_hba.conf entry for host "1.2.3.4", user "u", database "d", SSL encryption',
    'DESTINATION_AUTHENTICATION_FAILED',
  ],
  [undefined, 'The server does not support SSL connections', 'DESTINATION_TLS_FAILED'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate in certificate chain', 'DESTINATION_TLS_FAILED'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unable to verify the first certificate', 'DESTINATION_TLS_FAILED'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'Hostname does not match', 'DESTINATION_TLS_FAILED'],
])('connecting: %s %s is %s', (code, message, ours) => {
  const cause = failure(code, message);
  expect(explainConnectError(cause, 'db:5432/x')).toMatchObject({
    code: ours,
    place: { path: 'db:5432/x' },
    remedy: expect.any(String),
    cause,
  });
});

test('other errors stay as they are', () => {
  const error = failure('42501', 'permission denied');
  expect(explainConnectError(error, 'db:5432/x')).toBe(error);
});
