import { isSluiceError, SluiceError } from '@sluice/schema';
import { classify } from './classify.ts';
import { codeOf, isSqlState, messageOf } from './driver-error.ts';
import type { PostgresErrorCode } from './errors.ts';

/** Whether a connection that failed like this may succeed with encryption where it had none, or without. */
export function mayDependOnEncryption(error: unknown): boolean {
  return codeOf(error) === '28000' || isTlsFailure(error);
}

/** Whether the server lets this user in with encryption alone, or not at all. */
export function wantsEncryption(error: unknown): boolean {
  return (
    codeOf(error) === '28000' && /^no pg_hba.conf entry .*(no encryption|SSL off)/.test(messageOf(error))
  );
}

/** What goes wrong on connecting in the user's words; other errors as they are. `location` holds no password. */
export function explainConnectError(error: unknown, location: string): unknown {
  if (isSluiceError(error)) return error;
  const code = codeOf(error);
  const text = messageOf(error);
  const explain = (ours: PostgresErrorCode, message: string, remedy: string) =>
    new SluiceError(ours, message, { place: { path: location }, remedy, cause: error });
  if (code === '3D000') {
    return explain(
      'DESTINATION_DATABASE_MISSING',
      'The server has no such database',
      'Create the database first, or name one that exists',
    );
  }
  if (wantsEncryption(error)) {
    return explain(
      'DESTINATION_TLS_FAILED',
      'The server has no rule that lets this user in without encryption',
      'Ask for encryption with sslmode=require or a stricter one; if that does not help, check user, address and database',
    );
  }
  if (code.startsWith('28') || /^SASL: |password must be a string/i.test(text)) {
    return explain(
      'DESTINATION_AUTHENTICATION_FAILED',
      'The server did not let this user in',
      'Check user and password, and the rules of the server for this user, address and database',
    );
  }
  if (/does not support SSL/.test(text)) {
    return explain(
      'DESTINATION_TLS_FAILED',
      'The server offers no encrypted connections',
      'Turn encryption on at the server (`ssl = on`), or connect without by sslmode=prefer',
    );
  }
  if (isTlsFailure(error)) {
    return explain(
      'DESTINATION_TLS_FAILED',
      `No encrypted connection to the server: ${text}`,
      'Name the authority that signs for the server with `sslrootcert` or `ssl: { ca }`, or ask for less with `sslmode`',
    );
  }
  if (code === '53300') {
    return explain(
      'DESTINATION_UNREACHABLE',
      `The server takes no more connections: ${text}`,
      'Lower `connections` (one more than that are opened), or raise the limit of the role or the server',
    );
  }
  if (classify(error) === 'transient') {
    return explain(
      'DESTINATION_UNREACHABLE',
      isSqlState(code)
        ? `The server takes no connections now: ${text}`
        : 'No Postgres server answers at this address',
      'Check host and port, and that the server is running and lets this machine in',
    );
  }
  return error;
}

function isTlsFailure(error: unknown): boolean {
  const code = codeOf(error);
  return (
    /SSL connection/.test(messageOf(error)) || /CERT|SIGNATURE|CRL|TLS|SSL/.test(isSqlState(code) ? '' : code)
  );
}
