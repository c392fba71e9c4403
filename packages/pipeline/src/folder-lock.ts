import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SluiceError } from '@sluice/schema';
import { isRunning, type ProcessIdentity, thisProcess } from './process-identity.ts';

/** What the lock file says: who has the folder, and since when (ISO 8601 in UTC). */
type Owner = ProcessIdentity & { readonly since: string };

/** Nobody can ask whether a process of another machine still runs: it shows by touching the lock this often. */
const heartbeatMs = 60_000;

/** After this long without a sign of it, the lock of another machine counts as left behind. */
const expiryMs = 600_000;

/** A lock without readable content is being written: for so long it is waited for, then it was left so by a crash. */
const writingMs = 1_000;

/**
 * Takes a working folder for one operation, creating it when missing. What a process that was killed left behind is
 * taken over: at once where it ran on this machine, after ten minutes where it ran on another.
 *
 * @returns how to give it back
 * @throws PIPELINE_LOCKED while somebody else has it
 */
export async function lockFolder(folder: string, pipeline: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'lock');
  const mine = JSON.stringify({ ...thisProcess(), since: new Date().toISOString() } satisfies Owner);
  await take(path, mine, (owner) => {
    throw locked(path, pipeline, owner);
  });
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, heartbeatMs);
  heartbeat.unref();
  return async () => {
    clearInterval(heartbeat);
    // After ten minutes of silence another machine may have taken it over.
    if ((await read(path)) === mine) await rm(path, { force: true });
  };
}

/**
 * Makes a lock file, in the place of a stale one where there is one.
 *
 * @param onHeld called while somebody has it, again and again; what it throws ends the waiting
 */
async function take(path: string, mine: string, onHeld: (owner: Owner) => void): Promise<void> {
  const patience = Date.now() + writingMs;
  while (!(await create(path, mine))) {
    const theirs = await read(path);
    if (theirs === null) continue;
    const owner = parse(theirs);
    if (owner ? await isHeld(path, owner) : Date.now() < patience) {
      if (owner) onHeld(owner);
      await wait(20);
    } else if (await takeOver(path, theirs, mine)) return removeClaims(path);
  }
}

/** False where there is a lock already. */
async function create(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function isHeld(path: string, owner: Owner): Promise<boolean> {
  if (owner.host === thisProcess().host) return isRunning(owner);
  const touched = (await stat(path).catch(() => null))?.mtimeMs ?? 0;
  return Date.now() - touched < expiryMs;
}

/**
 * Puts a lock in the place of a stale one; false where somebody else did. Between reading a lock and replacing it
 * another process could do the same, and both would have it: so whoever wants to replace it first takes a claim,
 * which is a lock named after the stale one's content, and looks again.
 */
async function takeOver(path: string, stale: string, mine: string): Promise<boolean> {
  const claim = `${path}.${createHash('sha256').update(stale).digest('hex').slice(0, 16)}`;
  await take(claim, mine, () => undefined);
  try {
    if ((await read(path)) !== stale) return false;
    await writeFile(`${claim}.new`, mine);
    await rename(`${claim}.new`, path);
    return true;
  } finally {
    await rm(claim, { force: true });
  }
}

/** Claims that were cut off. Nobody can use one: the lock they are for is not there any more. */
async function removeClaims(path: string): Promise<void> {
  for (const name of await readdir(dirname(path)))
    if (name.startsWith(`${basename(path)}.`)) await rm(join(dirname(path), name), { force: true });
}

async function read(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function parse(content: string): Owner | null {
  try {
    return JSON.parse(content) as Owner;
  } catch {
    return null;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function locked(path: string, pipeline: string, { pid, host, since }: Owner): SluiceError {
  const who = `process ${pid} on ${host} since ${since}`;
  return new SluiceError('PIPELINE_LOCKED', `The working folder of the pipeline is in use by ${who}`, {
    place: { pipeline, path },
    remedy:
      'Wait for it to end, or give each run a working folder of its own (workDir); if nothing runs there any more, remove the file',
  });
}
