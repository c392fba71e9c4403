import { readdir } from 'node:fs/promises';
import { isMissing } from './is-missing.ts';

/** What is in a folder, sorted as text, which is how load ids sort; nothing where there is no folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
