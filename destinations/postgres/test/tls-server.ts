import { chownSync } from 'node:fs';
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PostgresServer, startPostgres } from '@sluice/test-services';

/** A server with a certificate for 127.0.0.1, roles that must encrypt or must not, and a Unix socket. */
export interface TlsServer extends Pick<PostgresServer, 'port' | 'stop'> {
  /** The URL of a role, with parameters. */
  url(role: string, parameters?: string): string;
  /** A file of `certificates`. */
  file(name: string): string;
  text(name: string): Promise<string>;
  /** The folder of the socket. */
  readonly folder: string;
}

const rules = `
hostssl all encrypted 127.0.0.1/32 trust
hostnossl all plain 127.0.0.1/32 trust
hostssl all certified 127.0.0.1/32 cert
host all guarded 127.0.0.1/32 scram-sha-256
local all guarded scram-sha-256
host all postgres 127.0.0.1/32 trust
local all postgres trust
`;

export async function startTlsServer(): Promise<TlsServer> {
  // Short: the path of a socket has a length limit.
  const folder = await mkdtemp(join(tmpdir(), 'sluice-tls-'));
  const own = async (name: string, mode: number): Promise<string> => {
    const path = join(folder, name);
    await chmod(path, mode);
    giveToPostgres(path);
    return path;
  };
  await writeFile(join(folder, 'hba.conf'), rules);
  for (const name of ['server.crt', 'server.key', 'root.crt'])
    await copyFile(certificate(name), join(folder, name));
  const settings = {
    ssl: 'on',
    ssl_cert_file: await own('server.crt', 0o644),
    // Postgres takes no key that others can read.
    ssl_key_file: await own('server.key', 0o600),
    ssl_ca_file: await own('root.crt', 0o644),
    hba_file: await own('hba.conf', 0o644),
    unix_socket_directories: folder,
  };
  await chmod(folder, 0o755);
  giveToPostgres(folder);
  const server = await startPostgres({ settings });
  return {
    port: server.port,
    folder,
    url: (role, parameters = '') => `postgresql://${role}@127.0.0.1:${server.port}/postgres?${parameters}`,
    file: certificate,
    text: (name) => readFile(certificate(name), 'utf8'),
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function certificate(name: string): string {
  return new URL(`certificates/${name}`, import.meta.url).pathname;
}

/** Postgres refuses to run as root: there it runs as nobody. */
function giveToPostgres(path: string): void {
  if (process.getuid?.() === 0) chownSync(path, 65_534, 65_534);
}
