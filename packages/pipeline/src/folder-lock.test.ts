import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';
import { isRunning, thisProcess } from './process-identity.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const since = '2026-01-01T00:00:00.000Z';
const ended = { ...thisProcess(), pid: spawnSync(process.execPath, ['--version']).pid };

/** Leaves a lock behind that was touched so many minutes ago. */
async function leave(content: unknown, minutes: number): Promise<void> {
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  const then = new Date(Date.now() - minutes * 60_000);
  await utimes(path, then, then);
}

test('one operation at a time', async () => {
  const unlock = await lockFolder(folder, 'shop');
  await expect(lockFolder(folder, 'shop')).rejects.toMatchObject({
    code: 'PIPELINE_LOCKED',
    place: { pipeline: 'shop', path },
    message: expect.stringContaining(`process ${process.pid} on`),
  });
  await unlock();
  await (await lockFolder(folder, 'shop'))();
  expect(await readdir(folder)).toEqual([]);
});

test.each<[string, unknown, number]>([
  ['a process of this machine', { ...thisProcess(), since }, 60],
  ['another machine that has shown itself', { ...thisProcess(), host: 'elsewhere', since }, 9],
])('a lock of %s holds', async (_, content, minutes) => {
  await leave(content, minutes);
  await expect(lockFolder(folder, 'shop')).rejects.toMatchObject({ code: 'PIPELINE_LOCKED' });
});

test.each<[string, unknown, number]>([
  ['a process that has ended', { ...ended, since }, 0],
  ['an earlier process of the same number', { ...thisProcess(), started: '1', since }, 0],
  ['another machine, silent for long', { ...thisProcess(), host: 'elsewhere', since }, 11],
  ['somebody who was killed while writing it', '{"pid":', 0],
])('a lock of %s is taken over', async (_, content, minutes) => {
  await leave(content, minutes);
  const unlock = await lockFolder(folder, 'shop');
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ pid: process.pid });
  await unlock();
  expect(await readdir(folder)).toEqual([]);
});

test('a lock that is being written is waited for', async () => {
  await leave('', 0);
  const waiting = lockFolder(folder, 'shop');
  await leave({ ...thisProcess(), since }, 0);
  await expect(waiting).rejects.toMatchObject({ code: 'PIPELINE_LOCKED' });
});

test.each(Array.from({ length: 25 }, (_, round) => round))(
  'of many that find a lock left behind, one gets it (%i)',
  async (round) => {
    await leave(round % 5 === 0 ? '{"pid":' : { ...ended, since }, 0);
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder, 'shop')));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['lock']);
  },
);

test('of many processes that find a lock left behind, one gets it', async () => {
  await leave({ ...ended, since }, 0);
  const script = `
    const { lockFolder } = await import(${JSON.stringify(new URL('./folder-lock.ts', import.meta.url).href)});
    await lockFolder(${JSON.stringify(folder)}, 'shop').then(() => console.log('mine'), (error) => console.log(error.code));
    await new Promise((resolve) => process.stdin.once('data', resolve));
    process.exit();`;
  const run = () =>
    spawn(process.execPath, ['--conditions=@sluice/source', '--input-type=module', '-e', script]);
  const children = Array.from({ length: 6 }, run);
  const said = await Promise.all(
    children.map((child) => once(child.stdout, 'data').then(([text]) => String(text).trim())),
  );
  for (const child of children) child.stdin.end('go');
  expect(said.sort()).toEqual([...Array(5).fill('PIPELINE_LOCKED'), 'mine'].sort());
});

test("a takeover that was cut off stands in nobody's way, and leaves nothing", async () => {
  await leave({ ...ended, since }, 0);
  const claim = createHash('sha256')
    .update(await readFile(path, 'utf8'))
    .digest('hex')
    .slice(0, 16);
  await writeFile(`${path}.${claim}`, JSON.stringify({ ...ended, since }));
  await writeFile(`${path}.${claim}.new`, '{"pid":');
  const unlock = await lockFolder(folder, 'shop');
  expect(await readdir(folder)).toEqual(['lock']);
  await unlock();
  expect(await readdir(folder)).toEqual([]);
});

test('giving back what somebody else has taken over leaves it to them', async () => {
  const unlock = await lockFolder(folder, 'shop');
  await leave({ ...thisProcess(), host: 'elsewhere', since }, 0);
  await unlock();
  expect(await readdir(folder)).toEqual(['lock']);
});

test('a process knows itself, and that another one has ended', () => {
  expect(isRunning(thisProcess())).toBe(true);
  expect(isRunning(ended)).toBe(false);
});
