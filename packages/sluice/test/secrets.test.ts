import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { postgres } from '@sluice/destination-postgres';
import { startPostgres } from '@sluice/test-services';
import { type LoadEvent, resource } from 'sluice';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workspace } from './workspace.ts';

const canary = 'canary-9f2c';
let server: Awaited<ReturnType<typeof startPostgres>>;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

test('a password is in no file of a package, no report, no event and no error', async () => {
  const { folder, open } = await workspace();
  const url = new URL(await server.createDatabase());
  url.password = canary;
  const seen: unknown[] = [];
  const logger = Object.fromEntries(
    ['debug', 'info', 'warn', 'error'].map((level) => [level, (...told: unknown[]) => seen.push(told)]),
  ) as unknown as { warn(): void; error(): void; debug(): void; info(): void };
  const made = (destination = postgres(url.href)) =>
    open({
      destination,
      logger,
      onTableFailure: 'continue',
      keepPackages: 5,
      progress: (event: LoadEvent) => seen.push(event),
    });
  const broken = resource('broken', { columns: { must: { dataType: 'bigint', nullable: false } } }, [
    { id: 1 },
  ]);
  seen.push(await made().run([broken, resource('fine', {}, [{ id: 1 }])]));
  await made().extract([{ id: 2 }], { table: 'fine' });
  const nowhere = new URL(url);
  nowhere.port = '1';
  seen.push(
    await made(postgres(nowhere.href))
      .load()
      .catch((error: unknown) => error),
  );
  const missing = new URL(url);
  missing.pathname = '/no_such_database';
  seen.push(
    await made(postgres(missing.href))
      .load()
      .catch((error: unknown) => error),
  );

  const work = join(folder, 'work');
  const entries = await readdir(work, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(5);
  for (const { parentPath, name } of files)
    expect((await readFile(join(parentPath, name))).includes(canary), name).toBe(false);
  expect(seen.length).toBeGreaterThan(5);
  for (const told of seen) {
    expect(inspect(told, { depth: 20 })).not.toContain(canary);
    expect(String(told)).not.toContain(canary);
  }
});
