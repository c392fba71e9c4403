import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PostgresOptions } from './options.ts';
import { readSettings } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-settings-'));
const services = join(folder, 'pg_service.conf');
writeFileSync(
  services,
  `# Services of the tests
[shop]
host=there
port = 7000
dbname=shop

[odd]
host=there
requirepeer=root
`,
);
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith('PG')) vi.stubEnv(name, undefined);
});
afterEach(() => vi.unstubAllEnvs());

describe('what is told', () => {
  test.each<[given: string | PostgresOptions, settings: object]>([
    [
      'postgresql://ann:pa%20ss@db:6000/shop',
      { location: 'db:6000/shop', client: { user: 'ann', database: 'shop' } },
    ],
    ['postgres://db/shop', { servers: [{ host: 'db', port: 5432 }] }],
    ['postgresql://', { location: `localhost:5432/${userInfo().username}` }],
    ['postgresql:///shop', { location: 'localhost:5432/shop' }],
    ['postgresql:///shop?host=db&port=6000&user=ann', { location: 'db:6000/shop', client: { user: 'ann' } }],
    ['postgresql://ann@/shop?host=/var/run/pg', { servers: [{ host: '/var/run/pg', port: 5432 }] }],
    ['postgresql://%2Fvar%2Frun%2Fpg:6000/shop', { servers: [{ host: '/var/run/pg', port: 6000 }] }],
    ['postgresql://[::1]:6000/shop', { servers: [{ host: '::1', port: 6000 }] }],
    [
      'postgresql://one:1,two,[::1]:3/shop',
      {
        location: 'one:1,two:5432,::1:3/shop',
        servers: [
          { host: 'one', port: 1 },
          { host: 'two', port: 5432 },
          { host: '::1', port: 3 },
        ],
      },
    ],
    [{ host: 'one,two', port: 6000, database: 'x' }, { location: 'one:6000,two:6000/x' }],
    [
      { url: 'postgres://ann@db/shop', password: 'secret', database: 'other', port: 1 },
      { location: 'db:1/other', client: { user: 'ann' } },
    ],
    [{ user: 'ann' }, { location: 'localhost:5432/ann' }],
    [{}, { location: `localhost:5432/${userInfo().username}` }],
    // Characters a password may well have, though they should be escaped.
    ['postgresql://ann:a#b@c@db/shop', { location: 'db:5432/shop' }],
    ['postgres://db/x', { client: { connectionTimeoutMillis: 15_000, fallback_application_name: 'sluice' } }],
    ['postgres://db/x?connect_timeout=3', { client: { connectionTimeoutMillis: 3000 } }],
    [
      { url: 'postgres://db/x?connect_timeout=3', connectTimeout: 0.5 },
      { client: { connectionTimeoutMillis: 500 } },
    ],
    [
      'postgres://db/x?options=-c%20work_mem%3D1MB&application_name=mine',
      { client: { options: '-c work_mem=1MB', application_name: 'mine' } },
    ],
    [
      'postgres://db/x?keepalives=0&keepalives_idle=7',
      { client: { keepAlive: false, keepAliveInitialDelayMillis: 7000 } },
    ],
    ['postgres://db/x', { wanted: 'any', encryption: { mode: 'prefer', isDirect: false } }],
    ['postgres://db/x?target_session_attrs=read-write', { wanted: 'read-write' }],
    ['postgres://db/x?sslmode=require', { encryption: { mode: 'require' } }],
    ['postgres://db/x?ssl=true', { encryption: { mode: 'require' } }],
    ['postgres://db/x?sslrootcert=system', { encryption: { mode: 'verify-full' } }],
    ['postgres://db/x?sslmode=require&sslnegotiation=direct', { encryption: { isDirect: true } }],
    [{ url: 'postgres://db/x?sslmode=require', ssl: 'verify-ca' }, { encryption: { mode: 'verify-ca' } }],
    [{ ssl: false }, { encryption: { mode: 'disable' } }],
    [{ ssl: true }, { encryption: { mode: 'verify-full' } }],
    // Asked for by name, and what happens anyway.
    [
      'postgres://db/x?client_encoding=LATIN1&gssencmode=prefer&channel_binding=prefer&uselibpqcompat=true',
      { location: 'db:5432/x' },
    ],
    [{}, { connections: 2, createIndexes: true, stagingDataset: '%s_staging' }],
  ])('%o', (given, settings) => {
    expect(readSettings(given)).toMatchObject(settings);
  });
});

describe('what is not told', () => {
  test('comes from the environment', () => {
    const environment = {
      PGHOST: 'there',
      PGPORT: '7000',
      PGDATABASE: 'shop',
      PGUSER: 'ann',
      PGAPPNAME: 'mine',
      PGOPTIONS: '-c work_mem=1MB',
      PGCONNECT_TIMEOUT: '2',
      PGSSLMODE: 'require',
      PGTARGETSESSIONATTRS: 'primary',
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const fromThere = {
      location: 'there:7000/shop',
      wanted: 'primary',
      encryption: { mode: 'require' },
      client: {
        user: 'ann',
        application_name: 'mine',
        options: '-c work_mem=1MB',
        connectionTimeoutMillis: 2000,
      },
    };
    expect(readSettings({})).toMatchObject(fromThere);
    expect(readSettings('postgres://db?sslmode=disable')).toMatchObject({
      location: 'db:7000/shop',
      encryption: { mode: 'disable' },
    });
  });

  test('comes from the service, before the environment', () => {
    vi.stubEnv('PGSERVICEFILE', services);
    vi.stubEnv('PGPORT', '1');
    expect(readSettings('postgres://?service=shop').location).toBe('there:7000/shop');
    vi.stubEnv('PGSERVICE', 'shop');
    expect(readSettings({}).location).toBe('there:7000/shop');
    expect(readSettings('postgres://db/x').location).toBe('db:7000/x');
    vi.stubEnv('PGSERVICEFILE', undefined);
    vi.stubEnv('PGSYSCONFDIR', folder);
    expect(readSettings({}).location).toBe('there:7000/shop');
  });
});

describe('is refused, and no secret told', () => {
  test.each<[given: string | PostgresOptions, what: string]>([
    ['mysql://ann:secret@db/x', 'url'],
    ['shop.duckdb', 'url'],
    ['postgres://ann:sec%ffret@db/x', 'url'],
    ['postgres://ann:sec%ret@db/x', 'url'],
    ['postgres://ann:secret@db:port/x', 'url'],
    ['postgres://ann:sec/ret@db/x', 'url'],
    ['postgres://ann:secret@db:70000/x', 'port'],
    ['postgres://ann:secret@one:1,two,three/x?port=1,2', 'port'],
    ['postgres://db/x?connect_timeout=soon', 'connectTimeout'],
    [{ connectTimeout: -1 }, 'connectTimeout'],
    [{ connections: 0 }, 'connections'],
    [{ connections: 1.5 }, 'connections'],
    [{ stagingDataset: '' }, 'stagingDataset'],
    [{ stagingDataset: '%s' }, 'stagingDataset'],
    ['postgres://db/x?sslmode=secret', 'sslmode'],
    ['postgres://db/x?sslmode=no-verify', 'sslmode'],
    ['postgres://db/x?sslpasword=secret', 'sslpasword'],
    ['postgres://db/x?hostaddr=1.2.3.4', 'hostaddr'],
    ['postgres://db/x?channel_binding=require', 'channel_binding'],
    ['postgres://db/x?target_session_attrs=standby', 'target_session_attrs'],
    ['postgres://db/x?sslmode=require&sslrootcert=system', 'sslrootcert'],
    ['postgres://db/x?sslnegotiation=direct', 'sslnegotiation'],
    ['postgres://db/x?__proto__=secret', '__proto__'],
    ['postgres://db/x?service=odd', 'requirepeer'],
    ['postgres://db/x?service=nothing', 'service'],
    [{ ssl: JSON.parse('"secret"') }, 'ssl'],
    [JSON.parse('{ "hostname": "secret" }'), 'hostname'],
    [JSON.parse('null'), 'options'],
  ])('%o', (given, what) => {
    vi.stubEnv('PGSERVICEFILE', services);
    let thrown: unknown;
    try {
      readSettings(given);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'DESTINATION_OPTIONS_INVALID', remedy: expect.any(String) });
    expect(String(thrown)).toContain(`\`${what}\``);
    expect(String(thrown)).not.toMatch(/sec.?ret/);
  });

  test('an environment that asks for what cannot be done', () => {
    vi.stubEnv('PGREQUIREAUTH', 'scram-sha-256');
    expect(() => readSettings('postgres://db/x')).toThrow('`require_auth` of the environment');
  });
});
