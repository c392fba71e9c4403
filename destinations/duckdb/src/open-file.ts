import { constants } from 'node:fs';
import { access, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import { SluiceError } from '@sluice/schema';
import { explainOpenError, isOpenOtherwise } from './errors.ts';

/**
 * Opens a database file, or joins those in this process that have it open. One that must not be written to is opened
 * for reading alone.
 * @throws DESTINATION_LOCKED, DESTINATION_NOT_DUCKDB, DESTINATION_FILE_UNUSABLE
 */
export async function openFile(path: string, isReadOnly: boolean): Promise<DuckDBInstance> {
  const isThere = await fileExists(path);
  if (!isThere && isReadOnly) {
    throw new SluiceError('DESTINATION_FILE_UNUSABLE', 'There is no such DuckDB file to be read', {
      place: { path },
      remedy: 'Check the path; a file is made only where `readOnly` is not set',
    });
  }
  if (!isThere) await makeFolder(path);
  const mode = isThere && (isReadOnly || !(await isWritable(path))) ? 'READ_ONLY' : 'AUTOMATIC';
  const { DuckDBInstance } = await import('@duckdb/node-api');
  try {
    // The cache of the native library: a second instance of one file in one process would corrupt it.
    if (mode === 'AUTOMATIC') return await DuckDBInstance.fromCache(path);
    return await DuckDBInstance.fromCache(path, { access_mode: mode }).catch((error) => {
      // Where this process writes to it already, reading can join in.
      if (isOpenOtherwise(error)) return DuckDBInstance.fromCache(path);
      throw error;
    });
  } catch (error) {
    throw explainOpenError(error, path);
  }
}

/** Whether a load could write to the file: DuckDB needs a second one beside it. */
export async function isWritable(path: string): Promise<boolean> {
  return (await canWrite(path)) && (await canWrite(dirname(path)));
}

async function canWrite(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return true;
  } catch (error) {
    // What is missing is made.
    return codeOf(error) === 'ENOENT';
  }
}

/** Never reads the file: closing it would give up the lock that this process has on it where DuckDB has it open. */
async function fileExists(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) throw explainOpenError(new Error('Is a directory'), path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw unusable(error, path);
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
  } catch (error) {
    throw unusable(error, path);
  }
}

/** Errors of the file system; others as they are. */
function unusable(error: unknown, path: string): unknown {
  const code = codeOf(error);
  if (!/^E[A-Z]+$/.test(code)) return error;
  return new SluiceError('DESTINATION_FILE_UNUSABLE', `The DuckDB file cannot be opened or made (${code})`, {
    place: { path },
    remedy: 'Check the path, and the rights of its folders and of the file',
    cause: error,
  });
}

function codeOf(error: unknown): string {
  const code = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : '';
}
