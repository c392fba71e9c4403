import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SluiceError } from '@sluice/schema';

/** Whom a password is for. */
export interface Account {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

/** Where sockets are unless somebody chose another folder: to the password file, they are `localhost`. */
const socketFolders = ['/tmp', '/var/run/postgresql'];

/**
 * The password that the password file has for an account: lines of `host:port:database:user:password`, where `*` is
 * any, and the first that matches counts. Undefined where there is none.
 *
 * @param file in place of `~/.pgpass`
 * @throws DESTINATION_AUTHENTICATION_FAILED for a file that others can read
 */
export async function readPasswordFile(account: Account, file?: string): Promise<string | undefined> {
  const path = file ?? defaultFile();
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return undefined;
  // On Windows, a file in the user's own folder is the user's own.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw new SluiceError('DESTINATION_AUTHENTICATION_FAILED', 'Others can read the password file', {
      place: { path },
      remedy: 'Run `chmod 600` on it',
    });
  }
  const { host, port, database, user } = account;
  const wanted = [socketFolders.includes(host) ? 'localhost' : host, String(port), database, user];
  for (const line of (await readFile(path, 'utf8')).split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = fieldsOf(line);
    const password = fields[wanted.length];
    if (password !== undefined && wanted.every((value, index) => matches(fields[index], value))) {
      return unescaped(password);
    }
  }
  return undefined;
}

function defaultFile(): string {
  if (process.platform !== 'win32') return join(homedir(), '.pgpass');
  const { APPDATA = homedir() } = process.env;
  return join(APPDATA, 'postgresql', 'pgpass.conf');
}

/** What is between colons that no backslash escapes. */
function fieldsOf(line: string): string[] {
  return line.match(/(?:[^:\\]|\\.)+/g) ?? [];
}

function matches(field: string | undefined, value: string): boolean {
  return field === '*' || (field !== undefined && unescaped(field) === value);
}

function unescaped(field: string): string {
  return field.replace(/\\(.)/g, '$1');
}
