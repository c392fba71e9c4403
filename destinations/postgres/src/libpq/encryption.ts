import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { SluiceError } from '@sluice/schema';
import type { SslMode, TlsOptions } from '../options.ts';
import { invalidParameter } from './invalid-parameter.ts';
import type { Parameters } from './parameters.ts';

/** A way to connect: without encryption, or with it, as Node's `tls.connect` is told. */
export type Way = false | ConnectionOptions;

/** How to encrypt: as the parameters say, or as the option `ssl` does. */
export interface Encryption {
  readonly mode: SslMode;
  /** Whether encryption is the first thing said, rather than asked for. */
  readonly isDirect: boolean;
  /** Files are read anew for every connection: certificates are renewed while processes run. */
  readonly tlsOptions: () => Promise<ConnectionOptions>;
}

/** @throws DESTINATION_OPTIONS_INVALID for parameters that contradict each other */
export function readEncryption(
  parameters: Parameters,
  ssl: boolean | SslMode | TlsOptions | undefined,
): Encryption {
  const root = parameters.get('sslrootcert');
  const asked = parameters.get('sslmode') as SslMode | undefined;
  const mode = modeOf(ssl) ?? asked ?? (root === 'system' ? 'verify-full' : 'prefer');
  const isDirect = parameters.get('sslnegotiation') === 'direct';
  const isOptional = mode === 'disable' || mode === 'allow' || mode === 'prefer';
  if (isDirect && isOptional) throw contradiction('sslnegotiation', 'Give sslmode=require or a stricter one');
  // What a public authority has signed for anybody proves nothing without the name in it.
  if (root === 'system' && mode !== 'verify-full' && mode !== 'disable')
    throw contradiction('sslrootcert', 'With `system`, give sslmode=verify-full');
  return {
    mode,
    isDirect,
    tlsOptions: () => (isTlsOptions(ssl) ? givenOptions(ssl) : fileOptions(mode, parameters)),
  };
}

/** The ways to try, in this order. Nobody listens in on a Unix socket: there is nothing to encrypt. */
export async function waysToConnect(
  { mode, tlsOptions }: Pick<Encryption, 'mode' | 'tlsOptions'>,
  isSocket: boolean,
): Promise<readonly Way[]> {
  if (mode === 'disable' || isSocket) return [false];
  const encrypted = await tlsOptions();
  if (mode === 'allow') return [false, encrypted];
  return mode === 'prefer' ? [encrypted, false] : [encrypted];
}

function modeOf(ssl: boolean | SslMode | TlsOptions | undefined): SslMode | undefined {
  if (typeof ssl === 'string') return ssl;
  if (ssl === undefined) return undefined;
  return ssl === false ? 'disable' : 'verify-full';
}

function isTlsOptions(ssl: boolean | SslMode | TlsOptions | undefined): ssl is true | TlsOptions {
  return ssl === true || typeof ssl === 'object';
}

function contradiction(name: string, remedy: string): SluiceError {
  return invalidParameter(name, 'the connection settings', remedy);
}

async function givenOptions(ssl: true | TlsOptions): Promise<ConnectionOptions> {
  if (ssl === true) return {};
  const { servername, ...options } = ssl;
  if (servername === undefined) return { ...options };
  // The driver sets `servername` to the host it connects to.
  return {
    ...options,
    checkServerIdentity: (_, certificate) => checkServerIdentity(servername, certificate),
  };
}

/** What libpq makes of a mode and the files it knows; `~/.postgresql` has those that nobody names. */
async function fileOptions(mode: SslMode, parameters: Parameters): Promise<ConnectionOptions> {
  const read = (name: string, usual: string) => readPem(name, parameters.get(name), usual);
  const isSystem = parameters.get('sslrootcert') === 'system';
  const ca = isSystem ? undefined : await read('sslrootcert', 'root.crt');
  const cert = await read('sslcert', 'postgresql.crt');
  const options = {
    ca,
    cert,
    key: cert && (await read('sslkey', 'postgresql.key')),
    crl: ca && (await read('sslcrl', 'root.crl')),
    passphrase: parameters.get('sslpassword'),
    minVersion: parameters.get('ssl_min_protocol_version') as ConnectionOptions['minVersion'],
    maxVersion: parameters.get('ssl_max_protocol_version') as ConnectionOptions['maxVersion'],
    ...verification(mode, ca !== undefined),
  };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/**
 * What is asked of the server's certificate. An authority of one's own makes even the weaker modes look whether it
 * signed; the name is looked at by `verify-full` alone.
 */
function verification(mode: SslMode, hasAuthority: boolean): ConnectionOptions {
  if (mode === 'verify-full') return {};
  if (hasAuthority) return { checkServerIdentity: () => undefined };
  if (mode === 'verify-ca')
    throw new SluiceError('DESTINATION_TLS_FAILED', '`verify-ca` needs to know which authority to trust', {
      remedy: 'Name its certificate with `sslrootcert`, or give sslmode=verify-full to trust public ones',
    });
  return { rejectUnauthorized: false };
}

/** The text of a file: of one that is named, else of the usual one, if there is one. */
async function readPem(name: string, named: string | undefined, usual: string): Promise<string | undefined> {
  const path = named ?? join(settingsFolder(), usual);
  if (named === undefined && !existsSync(path)) return undefined;
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new SluiceError('DESTINATION_TLS_FAILED', `The file of \`${name}\` cannot be read`, {
      place: { path },
      remedy: 'Name a file in PEM form that this process may read',
      cause,
    });
  }
}

function settingsFolder(): string {
  const { APPDATA } = process.env;
  return process.platform === 'win32' && APPDATA
    ? join(APPDATA, 'postgresql')
    : join(homedir(), '.postgresql');
}
