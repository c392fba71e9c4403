import { type Parameters, readParameters } from './parameters.ts';

/** User, hosts, database and parameters, as libpq tells them apart: several hosts are more than a `URL` takes. */
const shape = /^postgres(?:ql)?:\/\/(?:([^/?]*)@)?([^/?@]*)(?:\/([^?]*))?(?:\?(.*))?$/s;

/** A name or an IPv6 address in brackets, and a port. */
const hostShape = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/;

/**
 * The parameters a `postgresql://` URL stands for; null for a text that is none.
 *
 * @throws DESTINATION_OPTIONS_INVALID for a parameter that cannot be followed
 */
export function readUrl(url: string): Parameters | null {
  const parts = shape.exec(url);
  if (!parts) return null;
  const [, credentials = '', hosts = '', database = '', query = ''] = parts;
  const [user = '', password = ''] = splitOnce(credentials, ':');
  const servers = hosts.split(',').map((host) => hostShape.exec(host));
  if (servers.includes(null)) return null;
  try {
    const read = [
      ['user', decodeURIComponent(user)],
      ['password', decodeURIComponent(password)],
      ['host', decodeURIComponent(listOf(servers.map((server) => server?.[1]?.replace(/^\[|\]$/g, ''))))],
      ['port', listOf(servers.map((server) => server?.[2]))],
      ['dbname', decodeURIComponent(database)],
      ...query.split('&').map((parameter) => splitOnce(parameter, '=').map(decodeURIComponent)),
    ] as [string, string][];
    return readParameters(read.map(withoutShorthand), 'the URL');
  } catch (error) {
    // A % that begins no code.
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Nothing where no item says anything. */
function listOf(items: readonly (string | undefined)[]): string {
  return items.every((item) => !item) ? '' : items.map((item) => item ?? '').join(',');
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** As in libpq, for URLs made for other drivers. */
function withoutShorthand([name, value]: [string, string]): [string, string] {
  return name === 'ssl' && value === 'true' ? ['sslmode', 'require'] : [name, value];
}
