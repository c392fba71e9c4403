import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@sluice/test-services';
import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openClient } from '../src/client.ts';
import type { PostgresOptions } from '../src/options.ts';
import { readSettings } from '../src/settings.ts';
import { startTlsServer, type TlsServer } from './tls-server.ts';

let server: TlsServer;
let home: string;

beforeAll(async () => {
  server = await startTlsServer();
  home = await mkdtemp(join(tmpdir(), 'sluice-home-'));
  const admin = await openClient(readSettings(server.url('postgres')));
  await admin.query('CREATE ROLE encrypted LOGIN; CREATE ROLE plain LOGIN; CREATE ROLE certified LOGIN');
  await admin.end();
});
afterAll(async () => {
  await server.stop();
  await rm(home, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

/** Whether the connection is encrypted, or the code of what went wrong. */
async function outcomeOf(options: string | PostgresOptions): Promise<boolean | string> {
  // Files of whoever runs the tests stay out of them.
  vi.stubEnv('HOME', home);
  let client: Client;
  try {
    client = await openClient(readSettings(options));
  } catch (error) {
    return (error as { code: string }).code;
  }
  const { rows } = await client.query<{ ssl: boolean }>(
    'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
  );
  await client.end();
  return rows[0]?.ssl ?? 'no answer';
}

const refused = 'DESTINATION_TLS_FAILED';
const notLetIn = 'DESTINATION_AUTHENTICATION_FAILED';

describe('each mode', () => {
  /** With a role that may do either, one that must encrypt, one that must not; and with the wrong authority. */
  test.each<
    [
      mode: string,
      either: boolean | string,
      must: boolean | string,
      mustNot: boolean | string,
      wrong: boolean | string,
    ]
  >([
    ['disable', false, refused, false, false],
    ['allow', false, true, false, false],
    ['prefer', true, true, false, false],
    ['require', true, true, notLetIn, refused],
    ['verify-ca', true, true, notLetIn, refused],
    ['verify-full', true, true, notLetIn, refused],
  ])('sslmode=%s', async (mode, either, must, mustNot, wrong) => {
    const by = (role: string, authority = 'root.crt') =>
      outcomeOf(server.url(role, `sslmode=${mode}&sslrootcert=${server.file(authority)}`));
    expect(await by('postgres')).toBe(either);
    expect(await by('encrypted')).toBe(must);
    expect(await by('plain')).toBe(mustNot);
    expect(await by('postgres', 'other.crt')).toBe(wrong);
  });

  test.each<[mode: string, outcome: boolean | string]>([
    ['prefer', true],
    // Encrypts, and asks nobody who the server is.
    ['require', true],
    // Whom should it ask?
    ['verify-ca', refused],
    // Nobody whom Node trusts has signed for this server.
    ['verify-full', refused],
    ['verify-full&sslrootcert=system', refused],
    ['require&sslrootcert=/nothing/here.crt', refused],
    ['require&sslnegotiation=direct', true],
  ])('without an authority: sslmode=%s', async (mode, outcome) => {
    expect(await outcomeOf(server.url('encrypted', `sslmode=${mode}`))).toBe(outcome);
  });

  test('only verify-full looks at the name', async () => {
    const by = (mode: string) =>
      outcomeOf({
        url: server.url('postgres', `sslmode=${mode}&sslrootcert=${server.file('root.crt')}`),
        host: 'localhost',
      });
    expect(await by('require')).toBe(true);
    expect(await by('verify-ca')).toBe(true);
    expect(await by('verify-full')).toBe(refused);
  });

  test('from the environment, the usual files, the option and by default', async () => {
    expect(await outcomeOf(server.url('postgres'))).toBe(true);
    expect(await outcomeOf({ url: server.url('postgres', 'sslmode=require'), ssl: 'disable' })).toBe(false);
    expect(await outcomeOf(server.url('postgres', 'ssl=true'))).toBe(true);
    vi.stubEnv('PGSSLMODE', 'disable');
    expect(await outcomeOf(server.url('postgres'))).toBe(false);
    vi.stubEnv('PGSSLMODE', 'verify-ca');
    vi.stubEnv('PGSSLROOTCERT', server.file('root.crt'));
    expect(await outcomeOf(server.url('postgres'))).toBe(true);
    vi.stubEnv('PGSSLROOTCERT', undefined);
    expect(await outcomeOf(server.url('postgres'))).toBe(refused);
    await symlink(join(server.file('root.crt'), '..'), join(home, '.postgresql'));
    expect(await outcomeOf(server.url('postgres'))).toBe(true);
    await rm(join(home, '.postgresql'));
  });

  test('there is nothing to encrypt on a socket', async () => {
    for (const mode of ['disable', 'prefer', 'require', 'verify-full'])
      expect(await outcomeOf({ url: server.url('postgres', `sslmode=${mode}`), host: server.folder })).toBe(
        false,
      );
  });
});

test('a certificate of one’s own lets in', async () => {
  const files = `sslcert=${server.file('client.crt')}&sslkey=${server.file('client.key')}`;
  expect(await outcomeOf(server.url('certified', `sslmode=require&${files}`))).toBe(true);
  expect(await outcomeOf(server.url('certified', 'sslmode=require'))).toBe(notLetIn);
  const [cert, key, ca] = await Promise.all(['client.crt', 'client.key', 'root.crt'].map(server.text));
  expect(
    await outcomeOf({
      url: server.url('certified'),
      ssl: { cert: cert ?? '', key: key ?? '', ca: ca ?? '' },
    }),
  ).toBe(true);
});

describe('the option ssl', () => {
  test.each<[about: string, ssl: PostgresOptions['ssl'], outcome: boolean | string]>([
    ['true trusts whom Node trusts', true, refused],
    ['false does not encrypt', false, false],
    ['verifies nobody', { rejectUnauthorized: false }, true],
  ])('%s', async (_, ssl, outcome) => {
    expect(await outcomeOf({ url: server.url('postgres'), ...(ssl !== undefined && { ssl }) })).toBe(outcome);
  });

  test('looks for the name it is given', async () => {
    const ca = await server.text('root.crt');
    for (const host of ['127.0.0.1', 'localhost']) {
      const by = (servername: string) =>
        outcomeOf({ url: server.url('postgres'), host, ssl: { ca, servername } });
      expect(await by('db.example')).toBe(true);
      expect(await by('other.example')).toBe(refused);
    }
  });
});

test('a server without encryption: only the weaker modes', async () => {
  const bare = await startPostgres();
  try {
    const outcomes = [];
    for (const mode of ['disable', 'allow', 'prefer', 'require'])
      outcomes.push(await outcomeOf(`${bare.url}?sslmode=${mode}`));
    expect(outcomes).toEqual([false, false, false, refused]);
  } finally {
    await bare.stop();
  }
});

test('an abort cancels a statement on an encrypted connection', async () => {
  for (const mode of ['sslmode=require', 'sslmode=require&sslnegotiation=direct']) {
    const controller = new AbortController();
    const client = await openClient(readSettings(server.url('postgres', mode)), controller.signal);
    const sleep = client.query('SELECT pg_sleep(600)');
    controller.abort();
    await expect(sleep).rejects.toMatchObject({ code: '57014' });
    await client.end();
  }
});
