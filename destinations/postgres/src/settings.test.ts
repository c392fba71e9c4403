import { afterEach, expect, test, vi } from 'vitest';
import type { PostgresOptions } from './options.ts';
import { readSettings } from './settings.ts';

afterEach(() => vi.unstubAllEnvs());

test.each<[given: string | PostgresOptions, client: object, location: string]>([
  [
    'postgresql://ann:pa%20ss@db:6000/shop',
    { user: 'ann', password: 'pa ss', host: 'db', port: 6000, database: 'shop' },
    'db:6000/shop',
  ],
  ['postgres://db/shop', { host: 'db', database: 'shop' }, 'db:5432/shop'],
  [
    { url: 'postgres://ann@db/shop', password: 'secret', database: 'other', port: 1 },
    { user: 'ann', password: 'secret', port: 1, database: 'other' },
    'db:1/other',
  ],
  [{ host: '/var/run/pg', database: 'x', ssl: true }, { ssl: true }, '/var/run/pg:5432/x'],
  ['postgres://db/x?sslmode=no-verify', { ssl: { rejectUnauthorized: false } }, 'db:5432/x'],
  ['postgres://db/x?sslmode=disable', { ssl: false }, 'db:5432/x'],
  [
    'postgres://db/x?options=-c%20work_mem%3D1MB&application_name=mine',
    { options: '-c work_mem=1MB', application_name: 'mine' },
    'db:5432/x',
  ],
  ['postgres://db/x', { connectionTimeoutMillis: 15_000 }, 'db:5432/x'],
  ['postgres://db/x?connect_timeout=3', { connectionTimeoutMillis: 3000 }, 'db:5432/x'],
  [
    { url: 'postgres://db/x?connect_timeout=3', connectTimeout: 0.5 },
    { connectionTimeoutMillis: 500 },
    'db:5432/x',
  ],
  [{ user: 'ann' }, { user: 'ann' }, 'localhost:5432/ann'],
])('%o', (given, client, location) => {
  for (const name of ['PGHOST', 'PGPORT', 'PGDATABASE', 'PGUSER']) vi.stubEnv(name, undefined);
  expect(readSettings(given)).toMatchObject({ client, location, connections: 2, createIndexes: true });
});

test('what the driver takes from the environment is part of the location', () => {
  vi.stubEnv('PGHOST', 'there');
  vi.stubEnv('PGPORT', '7000');
  vi.stubEnv('PGDATABASE', 'shop');
  const { client, location } = readSettings({});
  expect(location).toBe('there:7000/shop');
  expect(client).not.toHaveProperty('host');
  expect(readSettings('postgres://db').location).toBe('db:7000/shop');
});

test.each<[given: string | PostgresOptions, option: string]>([
  ['mysql://ann:secret@db/x', 'url'],
  ['shop.duckdb', 'url'],
  ['postgres://ann:sec%ffret@db/x', 'url'],
  ['postgres://ann:secret@db:port/x', 'url'],
  ['postgres://db/x?connect_timeout=soon', 'connectTimeout'],
  [{ connectTimeout: -1 }, 'connectTimeout'],
  [{ connections: 0 }, 'connections'],
  [{ connections: 1.5 }, 'connections'],
])('%o is refused, and the password not told', (given, option) => {
  let thrown: unknown;
  try {
    readSettings(given);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ code: 'DESTINATION_OPTIONS_INVALID' });
  expect(String(thrown)).toContain(`\`${option}\``);
  expect(String(thrown)).not.toMatch(/sec.?ret/);
});
