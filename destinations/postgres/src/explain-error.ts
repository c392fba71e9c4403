import { SluiceError } from '@sluice/schema';
import { codeOf, messageOf } from './driver-error.ts';

/**
 * What would help with a refusal, by what the server says in English; in other languages it is the general advice.
 * `$1` is the name in the message.
 */
const grants: readonly (readonly [refusal: RegExp, remedy: string])[] = [
  [
    /^permission denied for database (.*)$/,
    'GRANT CREATE ON DATABASE $1 TO the role, or create the dataset and its staging schema and give it both',
  ],
  [
    /^permission denied to create temporary tables in database "(.*)"$/,
    'GRANT TEMPORARY ON DATABASE $1 TO the role: merging takes it',
  ],
  [/^permission denied for schema (.*)$/, 'GRANT USAGE, CREATE ON SCHEMA $1 TO the role'],
  [
    /^permission denied for table (.*)$/,
    'GRANT SELECT, INSERT, UPDATE, DELETE ON the table $1 TO the role, and TRUNCATE for truncate-and-insert',
  ],
  [
    /^must be owner of (?:table|relation) (.*)$/,
    'ALTER TABLE $1 OWNER TO the role: changing a table takes its owner',
  ],
];

const anyGrant =
  'Give the role CREATE on the database, or USAGE and CREATE on the dataset and its staging schema; and make it the owner of the tables';

/** What a server refuses by right or by nature, in the user's words; other errors as they are. */
export function explainError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === '42501') {
    const text = messageOf(error);
    const grant = grants.find(([refusal]) => refusal.test(text));
    return new SluiceError('DESTINATION_PERMISSION_MISSING', `Postgres refused: ${text}`, {
      remedy: grant ? text.replace(grant[0], grant[1]) : anyGrant,
      cause: error,
    });
  }
  return code === '25006' ? readOnly(error) : error;
}

/** For a server that takes no writes, or a session that was told not to. */
export function readOnly(cause?: unknown): SluiceError {
  return new SluiceError('DESTINATION_READ_ONLY', 'The server takes no writes in this session', {
    remedy:
      'Connect to the primary server (several hosts with target_session_attrs=read-write find it), or end `default_transaction_read_only` of the role or the database',
    cause,
  });
}

/** The result of some work at the server, or its error in the user's words. */
export async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw explainError(error);
  }
}
