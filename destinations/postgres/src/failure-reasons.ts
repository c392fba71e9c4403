import type { FailureReason } from '@sluice/load';

/**
 * What a code means for what to do next, and why: SQLSTATEs, their classes (two characters) and codes of Node's
 * sockets. The longest that matches counts; what nothing matches is permanent.
 */
export const failureReasons: readonly (readonly [code: string, reason: FailureReason, why: string])[] = [
  ['42P01', 'missing-relation', 'there is no such table'],
  ['3F000', 'missing-relation', 'there is no such schema'],

  ['08', 'transient', 'the connection broke'],
  ['53', 'transient', 'memory, disk or connections are used up, for now'],
  ['53400', 'permanent', 'a limit of the configuration stays where it is'],
  ['40001', 'transient', 'two transactions cannot be put in an order'],
  ['40003', 'transient', 'nobody knows whether a statement took effect: the load record will tell'],
  ['40P01', 'transient', 'a deadlock'],
  ['55P03', 'transient', 'a lock was not free in time'],
  ['55006', 'transient', 'something is in use'],
  ['57014', 'transient', 'cancelled by a timeout, or by somebody'],
  ['57P01', 'transient', 'the administrator ended the session'],
  ['57P02', 'transient', 'the server crashed'],
  ['57P03', 'transient', 'the server is starting, or recovering'],
  ['57P05', 'transient', 'the session idled for too long'],
  ['25006', 'transient', 'read-only: after a failover, the next connection may find the server that is not'],
  ['25P03', 'transient', 'idle in a transaction for too long'],
  ['25P04', 'transient', 'the transaction took too long'],
  ['58000', 'transient', 'the operating system failed'],
  ['58030', 'transient', 'the disk failed'],
  ['42P06', 'transient', 'somebody created the schema since planning'],
  ['42P07', 'transient', 'somebody created the table since planning'],
  ['42701', 'transient', 'somebody added the column since planning'],
  ['42710', 'transient', 'somebody created the object since planning'],

  ['0A', 'permanent', 'this server cannot do that'],
  ['22', 'permanent', 'a value does not fit its column'],
  ['23', 'permanent', 'a row breaks a constraint'],
  ['25', 'permanent', 'the transaction is not in the state for it'],
  ['28', 'permanent', 'the server does not let this user in'],
  ['3D', 'permanent', 'there is no such database'],
  ['42', 'permanent', 'the statement is wrong, or a right is missing'],
  ['54', 'permanent', 'more than Postgres takes: columns, for one'],
  ['55', 'permanent', 'an object is not in the state for it'],
  ['57P04', 'permanent', 'the database was dropped'],
  ['P0', 'permanent', 'a trigger or a rule of the database says no'],
  ['XX', 'permanent', 'an internal error: damaged data, or a bug'],

  ['EAI_AGAIN', 'transient', 'the name server does not answer'],
  ['ECONNABORTED', 'transient', 'the connection broke'],
  ['ECONNREFUSED', 'transient', 'nobody listens there'],
  ['ECONNRESET', 'transient', 'the connection broke'],
  ['EHOSTUNREACH', 'transient', 'no way leads to the host'],
  ['ENETDOWN', 'transient', 'the network is down'],
  ['ENETRESET', 'transient', 'the connection broke'],
  ['ENETUNREACH', 'transient', 'no way leads to the network'],
  ['ENOENT', 'transient', 'there is no socket in that folder'],
  ['ENOTFOUND', 'transient', 'the name server does not know the host'],
  ['EPIPE', 'transient', 'the connection broke'],
  ['ETIMEDOUT', 'transient', 'nobody answered in time'],

  // Of this package.
  ['DESTINATION_UNREACHABLE', 'transient', 'the server may come back'],
  ['DESTINATION_READ_ONLY', 'transient', 'after a failover, another server takes writes'],
];
