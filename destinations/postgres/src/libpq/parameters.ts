import { sslModes } from '../options.ts';
import { invalidParameter } from './invalid-parameter.ts';

/** Connection parameters by the names libpq gives them, all of them known and with values that can be followed. */
export type Parameters = ReadonlyMap<string, string>;

interface Parameter {
  /** The environment variable that stands in for it. */
  readonly env?: string;
  /** The values that can be followed. Default: all. */
  readonly values?: readonly string[];
}

/**
 * What libpq knows, as far as it makes sense here. What is not in the list, or has a value that is not, is refused: a
 * connection that is less safe, or goes elsewhere, than somebody asked for is worse than none.
 */
const known: Readonly<Record<string, Parameter>> = {
  host: { env: 'PGHOST' },
  port: { env: 'PGPORT' },
  dbname: { env: 'PGDATABASE' },
  user: { env: 'PGUSER' },
  password: { env: 'PGPASSWORD' },
  passfile: { env: 'PGPASSFILE' },
  service: { env: 'PGSERVICE' },
  servicefile: { env: 'PGSERVICEFILE' },
  connect_timeout: { env: 'PGCONNECT_TIMEOUT' },
  application_name: { env: 'PGAPPNAME' },
  fallback_application_name: {},
  options: { env: 'PGOPTIONS' },
  target_session_attrs: { env: 'PGTARGETSESSIONATTRS', values: ['any', 'read-write', 'primary'] },
  sslmode: { env: 'PGSSLMODE', values: sslModes },
  sslnegotiation: { env: 'PGSSLNEGOTIATION', values: ['postgres', 'direct'] },
  sslrootcert: { env: 'PGSSLROOTCERT' },
  sslcert: { env: 'PGSSLCERT' },
  sslkey: { env: 'PGSSLKEY' },
  sslpassword: {},
  sslcrl: { env: 'PGSSLCRL' },
  ssl_min_protocol_version: { env: 'PGSSLMINPROTOCOLVERSION', values: ['TLSv1.2', 'TLSv1.3'] },
  ssl_max_protocol_version: { env: 'PGSSLMAXPROTOCOLVERSION', values: ['TLSv1.2', 'TLSv1.3'] },
  keepalives: { values: ['0', '1'] },
  keepalives_idle: {},
  // The connection speaks UTF-8, whatever is asked for here: the server converts, and the data is the same.
  client_encoding: { env: 'PGCLIENTENCODING' },
  // Those whose only values here are what happens anyway.
  gssencmode: { env: 'PGGSSENCMODE', values: ['disable', 'prefer'] },
  channel_binding: { env: 'PGCHANNELBINDING', values: ['disable', 'prefer'] },
  load_balance_hosts: { env: 'PGLOADBALANCEHOSTS', values: ['disable'] },
  sslcertmode: { env: 'PGSSLCERTMODE', values: ['allow'] },
  sslcompression: { env: 'PGSSLCOMPRESSION', values: ['0'] },
  sslsni: { env: 'PGSSLSNI', values: ['1'] },
  sslcrldir: { env: 'PGSSLCRLDIR', values: [] },
  hostaddr: { env: 'PGHOSTADDR', values: [] },
  requirepeer: { env: 'PGREQUIREPEER', values: [] },
  require_auth: { env: 'PGREQUIREAUTH', values: [] },
  // A word to node-postgres, to treat `sslmode` as libpq does.
  uselibpqcompat: { values: ['true'] },
};

/**
 * Those of the entries that say something; an empty text says nothing.
 *
 * @param where what they were read from, for people
 * @throws DESTINATION_OPTIONS_INVALID for one that cannot be followed
 */
export function readParameters(
  entries: Iterable<readonly [name: string, value: string | undefined]>,
  where: string,
): Parameters {
  const read = new Map<string, string>();
  for (const [name, value] of entries) {
    if (value === undefined || value === '') continue;
    refuseUnfollowed(name, value, where);
    read.set(name, value);
  }
  return read;
}

/** What the `PG…` environment variables say. */
export function readEnvironment(environment: Readonly<Record<string, string | undefined>>): Parameters {
  const entries = Object.entries(known).flatMap(([name, { env }]) =>
    env === undefined ? [] : [[name, environment[env]] as const],
  );
  return readParameters(entries, 'the environment');
}

function refuseUnfollowed(name: string, value: string, where: string): void {
  const parameter = Object.hasOwn(known, name) ? known[name] : undefined;
  if (parameter && (parameter.values?.includes(value) ?? true)) return;
  const values = parameter?.values ?? [];
  const remedy = values.length > 0 ? `Give ${values.join(' or ')}` : 'Leave it out';
  throw invalidParameter(name, where, parameter ? remedy : `${remedy}: sluice does not know it`);
}
