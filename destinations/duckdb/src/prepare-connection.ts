import { SluiceError } from '@sluice/schema';
import { literal, quote } from './dialect.ts';
import type { DuckdbConnection } from './driver.ts';
import { firstLine } from './errors.ts';
import type { Attachment, SettingValue } from './options.ts';
import type { OwnDatabase } from './settings.ts';

/**
 * Makes a newly opened connection what the options say: extensions, settings, statements, attached databases.
 * @throws DESTINATION_SETUP_FAILED
 */
export async function prepareConnection(
  connection: DuckdbConnection,
  { extensions, settings, statements, attach }: OwnDatabase,
): Promise<void> {
  for (const extension of extensions)
    await run(connection, `LOAD ${literal(extension)}`, `the extension "${extension}" cannot be loaded`, {
      remedy: 'Install it once, by an INSTALL statement or as a file, for exactly this version of DuckDB',
    });
  for (const [name, value] of Object.entries(settings))
    await run(connection, `SET ${name} = ${setting(value)}`, `the setting "${name}" cannot be set`, {
      remedy:
        'See what DuckDB calls it and takes for it; what is fixed on opening needs an instance of your own',
    });
  for (const [index, statement] of statements.entries())
    await run(connection, statement, `statement ${index + 1} of \`statements\` fails`, {
      remedy: 'Write it so that every new connection can run it, also where another one has run it before',
    });
  for (const attachment of attach)
    await run(connection, attachStatement(attachment), `${nameOf(attachment)} cannot be attached`, {
      remedy: 'Check its path, and that the extension it needs is in `extensions`',
      secret: attachment.path,
    });
}

interface Explanation {
  readonly remedy: string;
  /** A text that may hold a secret, and that DuckDB may repeat. */
  readonly secret?: string;
}

async function run(
  connection: DuckdbConnection,
  sql: string,
  what: string,
  { remedy, secret }: Explanation,
): Promise<void> {
  try {
    await connection.run(sql);
  } catch (error) {
    // DuckDB's message goes on with the statement, which may hold a secret.
    const text = firstLine(error);
    const cause = new Error(secret === undefined ? text : text.replaceAll(secret, '…'));
    const message = `The database is not ready for use: ${what}`;
    throw new SluiceError('DESTINATION_SETUP_FAILED', message, { remedy, cause });
  }
}

function attachStatement({ path, as, type, options = {} }: Attachment): string {
  const given = Object.entries({ ...(type !== undefined && { type }), ...options });
  const list = given.map(([name, value]) => `${name} ${setting(value)}`).join(', ');
  // The database belongs to the whole instance: an earlier connection may have attached it.
  return `ATTACH IF NOT EXISTS ${literal(path)}${as === undefined ? '' : ` AS ${quote(as)}`}${list === '' ? '' : ` (${list})`}`;
}

/** Never its path: that may hold a secret. */
function nameOf({ as, type }: Attachment): string {
  return as === undefined
    ? `a database${type === undefined ? '' : ` of type ${type}`}`
    : `the database "${as}"`;
}

function setting(value: SettingValue): string {
  return typeof value === 'string' ? literal(value) : String(value);
}
