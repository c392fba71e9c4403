import { readFile } from 'node:fs/promises';
import { isMissing } from './is-missing.ts';

/** What a file holds that this package has written; undefined where there is none. */
export async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
