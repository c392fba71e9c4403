import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { startPostgres } from './postgres-server.ts';

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: 'array' });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

test('a server holds databases that know nothing of each other, until it stops', async () => {
  const server = await startPostgres();
  const [one, other] = await Promise.all([server.createDatabase(), server.createDatabase()]);
  await ask(one, 'CREATE TABLE t (x int)');
  expect(await ask(one, "SELECT to_regclass('t') IS NOT NULL")).toBe(true);
  expect(await ask(other, "SELECT to_regclass('t') IS NOT NULL")).toBe(false);
  expect(await ask(server.url, 'SHOW server_encoding')).toBe('UTF8');
  // Any password will do.
  expect(await ask(one.replace('postgres@', 'postgres:secret@'), 'SELECT 1')).toBe(1);

  await Promise.all([server.stop(), server.stop()]);
  await server.stop();
  await expect(ask(one, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
});

test('two servers run side by side', async () => {
  const servers = await Promise.all([startPostgres(), startPostgres()]);
  const ports = await Promise.all(servers.map(({ url }) => ask(url, 'SHOW port')));
  expect(ports).toEqual(servers.map(({ port }) => String(port)));
  await Promise.all(servers.map((server) => server.stop()));
});

test('a process that ends without stopping its server takes it along', async () => {
  const module = new URL('./postgres-server.ts', import.meta.url).href;
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', `console.log((await (await import('${module}')).startPostgres()).url)`],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  await expect(ask(output.trim(), 'SELECT 1')).rejects.toThrow();
});
