import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { openClient } from '../src/client.ts';
import { postgres } from '../src/index.ts';
import type { PostgresOptions } from '../src/options.ts';
import { readSettings } from '../src/settings.ts';
import { startTlsServer, type TlsServer } from './tls-server.ts';

let server: TlsServer;
let home: string;

beforeAll(async () => {
  server = await startTlsServer();
  home = await mkdtemp(join(tmpdir(), 'sluice-home-'));
  await ask(server.url('postgres'), "CREATE ROLE guarded LOGIN PASSWORD 'ri:g\\ht'");
  await ask(server.url('postgres'), 'CREATE DATABASE frozen');
  await ask(server.url('postgres'), 'ALTER DATABASE frozen SET default_transaction_read_only = on');
});
afterAll(async () => {
  await server.stop();
  await rm(home, { recursive: true, force: true });
});
afterEach(() => vi.unstubAllEnvs());

async function ask(options: string | PostgresOptions, sql = 'SELECT current_user'): Promise<unknown> {
  const client = await openClient(readSettings(options));
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

describe('several hosts', () => {
  const of = (hosts: string, parameters = '') => `postgresql://postgres@${hosts}/postgres?${parameters}`;

  test('the first that answers is taken', async () => {
    expect(await ask(of(`127.0.0.1:1,nothing.invalid,127.0.0.1:${server.port}`))).toBe('postgres');
    await expect(ask(of('127.0.0.1:1,127.0.0.1:2'))).rejects.toMatchObject({
      code: 'DESTINATION_UNREACHABLE',
      place: { path: '127.0.0.1:1,127.0.0.1:2/postgres' },
    });
  });

  test('one that says no is an answer', async () => {
    const url = `postgresql://stranger@127.0.0.1:${server.port},127.0.0.1:1/postgres`;
    await expect(ask(url)).rejects.toMatchObject({ code: 'DESTINATION_AUTHENTICATION_FAILED' });
  });

  test('target_session_attrs passes over servers that take no writes', async () => {
    const url = `postgresql://postgres@127.0.0.1:${server.port}/frozen?target_session_attrs=`;
    expect(await ask(`${url}any`)).toBe('postgres');
    expect(await ask(`${url}primary`)).toBe('postgres');
    await expect(ask(`${url}read-write`)).rejects.toMatchObject({ code: 'DESTINATION_READ_ONLY' });
    expect(await ask(of(`127.0.0.1:${server.port}`, 'target_session_attrs=read-write'))).toBe('postgres');
  });
});

test('a Unix socket, in every way to name one', async () => {
  const folder = encodeURIComponent(server.folder);
  const role = { user: 'postgres', database: 'postgres' };
  expect(await ask({ host: server.folder, port: server.port, ...role })).toBe('postgres');
  expect(await ask(`postgresql://postgres@${folder}:${server.port}/postgres`)).toBe('postgres');
  expect(await ask(`postgresql://postgres@/postgres?host=${folder}&port=${server.port}`)).toBe('postgres');
  vi.stubEnv('PGHOST', server.folder);
  vi.stubEnv('PGPORT', String(server.port));
  expect(await ask(role)).toBe('postgres');
  await expect(ask({ ...role, host: '/nothing' })).rejects.toMatchObject({ code: 'DESTINATION_UNREACHABLE' });
  const controller = new AbortController();
  const client = await openClient(readSettings(role), controller.signal);
  const sleep = client.query('SELECT pg_sleep(600)');
  controller.abort();
  await expect(sleep).rejects.toMatchObject({ code: '57014' });
  await client.end();
});

describe('a password', () => {
  const guarded = (parameters = '') => server.url('guarded', parameters);
  const line = (host: string, database = 'postgres') =>
    `# a comment\n\nelsewhere:*:*:guarded:wrong\n${host}:${server.port}:${database}:guarded:ri\\:g\\\\ht\n*:*:*:*:wrong\n`;

  async function passwordFile(text: string, mode = 0o600): Promise<string> {
    const file = join(home, '.pgpass');
    await rm(file, { force: true });
    await writeFile(file, text, { mode });
    return file;
  }

  test('from the file that is named, or the usual one', async () => {
    vi.stubEnv('HOME', home);
    const file = await passwordFile(line('127.0.0.1'));
    expect(await ask(guarded())).toBe('guarded');
    vi.stubEnv('HOME', '/nothing');
    expect(await ask(guarded(`passfile=${file}`))).toBe('guarded');
    vi.stubEnv('PGPASSFILE', file);
    expect(await ask(guarded())).toBe('guarded');
  });

  test('from the line that matches first', async () => {
    vi.stubEnv('HOME', home);
    for (const text of [line('*'), line('127.0.0.1', '*')]) {
      await passwordFile(text);
      expect(await ask(guarded())).toBe('guarded');
    }
    await passwordFile(line('127.0.0.1', 'other'));
    await expect(ask(guarded())).rejects.toMatchObject({ code: 'DESTINATION_AUTHENTICATION_FAILED' });
    await passwordFile(line(server.folder));
    expect(await ask({ url: guarded(), host: server.folder })).toBe('guarded');
  });

  test('not from a file that others can read', async () => {
    vi.stubEnv('HOME', home);
    const file = await passwordFile(line('*'), 0o644);
    await expect(ask(guarded())).rejects.toMatchObject({
      code: 'DESTINATION_AUTHENTICATION_FAILED',
      place: { path: file },
    });
    // Nobody asked for it.
    expect(await ask(server.url('postgres'))).toBe('postgres');
  });

  test('that is given goes before all others', async () => {
    vi.stubEnv('HOME', home);
    await passwordFile('*:*:*:*:wrong');
    vi.stubEnv('PGPASSWORD', 'wrong');
    expect(await ask({ url: guarded(), password: 'ri:g\\ht' })).toBe('guarded');
    expect(await ask({ url: guarded(), password: async () => 'ri:g\\ht' })).toBe('guarded');
    expect(await ask(`postgresql://guarded:ri%3Ag%5Cht@127.0.0.1:${server.port}/postgres`)).toBe('guarded');
    vi.stubEnv('PGPASSWORD', 'ri:g\\ht');
    expect(await ask(guarded())).toBe('guarded');
  });

  test('that is missing is asked for, and one that is wrong not told', async () => {
    vi.stubEnv('HOME', '/nothing');
    await expect(ask(guarded())).rejects.toMatchObject({
      code: 'DESTINATION_AUTHENTICATION_FAILED',
      remedy: expect.stringContaining('PGPASSWORD'),
    });
    const destination = postgres(`postgresql://guarded:canary@127.0.0.1:${server.port}/postgres`);
    const error = await destination.open({ dataset: 'd' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'DESTINATION_AUTHENTICATION_FAILED' });
    const told = [error, (error as Error).cause, destination.location, destination].map((one) =>
      [String(one), JSON.stringify(one), (one as Error).stack].join(),
    );
    expect(told.join()).not.toContain('canary');
  });
});
