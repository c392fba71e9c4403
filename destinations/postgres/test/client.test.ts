import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classify } from '../src/classify.ts';
import { openClient } from '../src/client.ts';
import type { PostgresOptions } from '../src/options.ts';
import { readSettings } from '../src/settings.ts';
import { startProxy } from './proxy.ts';
import { type Session, startSession } from './session.ts';

/** How a request to cancel a statement begins: its length, and the number of the protocol. */
const cancelRequest = Buffer.from([0, 0, 0, 16, 4, 210, 22, 46]);

let session: Session;
let client: Client;
/** Takes connections, and says nothing. */
let mute: Server;
let mutePort: number;
const callers = new Set<Socket>();

beforeAll(async () => {
  session = await startSession();
  client = await session.open();
  await client.query(`
CREATE ROLE guarded LOGIN PASSWORD 'right'; CREATE ROLE banned NOLOGIN;
CREATE ROLE crowd LOGIN CONNECTION LIMIT 0;`);
  const { rows } = await client.query('SHOW hba_file');
  const rules = [
    'host all guarded 127.0.0.1/32 scram-sha-256',
    'host all postgres,banned,crowd,stranger 127.0.0.1/32 trust',
  ];
  await client.query(`COPY (SELECT unnest('{"${rules.join('","')}"}'::text[])) TO '${rows[0].hba_file}'`);
  await client.query('SELECT pg_reload_conf()');
  mute = createServer((socket) => callers.add(socket)).listen(0, '127.0.0.1');
  await once(mute, 'listening');
  mutePort = (mute.address() as { port: number }).port;
});
afterAll(async () => {
  for (const socket of callers) socket.destroy();
  mute.close();
  await session.close();
});

describe('a connection fails', () => {
  test.each<[why: string, change: PostgresOptions, code: string, reason: string]>([
    [
      'the password is wrong',
      { user: 'guarded', password: 'wrong' },
      'DESTINATION_AUTHENTICATION_FAILED',
      'permanent',
    ],
    ['there is no password', { user: 'guarded' }, 'DESTINATION_AUTHENTICATION_FAILED', 'permanent'],
    ['the user may not log in', { user: 'banned' }, 'DESTINATION_AUTHENTICATION_FAILED', 'permanent'],
    ['there is no such user', { user: 'stranger' }, 'DESTINATION_AUTHENTICATION_FAILED', 'permanent'],
    ['there is no such database', { database: 'nothing' }, 'DESTINATION_DATABASE_MISSING', 'permanent'],
    ['there are too many of them', { user: 'crowd' }, 'DESTINATION_UNREACHABLE', 'transient'],
    ['nobody listens', { port: 1 }, 'DESTINATION_UNREACHABLE', 'transient'],
    ['there is no such host', { host: 'nothing.invalid' }, 'DESTINATION_UNREACHABLE', 'transient'],
    ['the server wants encryption', { user: 'encrypted' }, 'DESTINATION_TLS_FAILED', 'permanent'],
    ['the server has no certificate', { ssl: true }, 'DESTINATION_TLS_FAILED', 'permanent'],
  ])('because %s', async (_, change, code, reason) => {
    const error = await failureOf({ url: session.url, ...change });
    expect(error).toMatchObject({ code, remedy: expect.any(String) });
    expect(classify(error)).toBe(reason);
    expect(String(error)).not.toContain('wrong');
  });

  test('because the server encrypts nothing, which no authority helps with', async () => {
    const error = await failureOf({ url: session.url, ssl: 'require' });
    expect(error).toMatchObject({ remedy: expect.stringContaining('`ssl = on`') });
  });

  test('because nobody answers in time', async () => {
    const error = await failureOf({ url: session.url, port: mutePort, connectTimeout: 0.05 });
    expect(error).toMatchObject({ code: 'DESTINATION_UNREACHABLE' });
  });
});

async function failureOf(options: PostgresOptions): Promise<unknown> {
  const opened = await openClient(readSettings(options)).catch((error: unknown) => error);
  expect(opened).toBeInstanceOf(Error);
  return opened;
}

test('a password, and one that is fetched', async () => {
  for (const password of ['right', async () => 'right']) {
    const guarded = await openClient(readSettings({ url: session.url, user: 'guarded', password }));
    expect((await guarded.query('SELECT current_user AS name')).rows).toEqual([{ name: 'guarded' }]);
    await guarded.end();
  }
});

test('the server sees who it is', async () => {
  const name = async (from: Client) => (await from.query('SHOW application_name')).rows[0].application_name;
  expect(await name(client)).toBe('sluice');
  expect(await name(await session.open(`${session.url}?application_name=mine`))).toBe('mine');
});

describe('an abort', () => {
  test('ends the statement that runs, and leaves the connection', async () => {
    const controller = new AbortController();
    const busy = await session.open(session.url, controller.signal);
    const sleep = busy.query('SELECT pg_sleep(600)');
    controller.abort();
    await expect(sleep).rejects.toMatchObject({ code: '57014' });
    expect((await busy.query('SELECT 1 AS x')).rows).toEqual([{ x: 1 }]);
  });

  test('ends a statement that has not reached the server yet', async () => {
    const controller = new AbortController();
    let cancels = 0;
    const proxy = await startProxy(Number(new URL(session.url).port), async (data) => {
      if (data.includes(cancelRequest)) cancels++;
      // Overtaken by the request to cancel it.
      while (data.includes('pg_sleep') && cancels < 2) await setImmediate();
    });
    const url = session.url.replace(/:\d+\//, `:${proxy.port}/`);
    const busy = await session.open(url, controller.signal);
    const sleep = busy.query('SELECT pg_sleep(600)');
    controller.abort();
    await expect(sleep).rejects.toMatchObject({ code: '57014' });
    expect((await busy.query('SELECT 1 AS x')).rows).toEqual([{ x: 1 }]);
    await busy.end();
    proxy.close();
  });

  test('ends the wait for a connection', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const called = once(mute, 'connection');
    const opening = openClient(readSettings({ url: session.url, port: mutePort }), controller.signal);
    await called;
    controller.abort(reason);
    await expect(opening).rejects.toBe(reason);
    await expect(openClient(readSettings(session.url), controller.signal)).rejects.toBe(reason);
  });

  test('of a connection that is closed does nothing', async () => {
    const controller = new AbortController();
    const done = await session.open(session.url, controller.signal);
    await done.end();
    controller.abort();
    expect((await client.query('SELECT 1 AS x')).rows).toEqual([{ x: 1 }]);
  });
});
