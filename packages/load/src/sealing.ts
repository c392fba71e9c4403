import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, replaceDurably, syncFolder } from './durable-file.ts';
import { isMissing } from './is-missing.ts';
import { readJson } from './read-json.ts';
import { transition } from './transition.ts';

/**
 * Moves complete packages from `new/` to `sealed/`, all of them or none. A single one needs nothing but its rename.
 * Several are written down first: from then on they count as sealed, and whoever opens the folder next finishes the
 * moves. Without that, a crash in between could load the state of a run without all of its data.
 */
export async function sealTogether(folder: string, loadIds: readonly string[]): Promise<void> {
  const list = join(folder, 'sealing.json');
  if (loadIds.length > 1) {
    await replaceDurably(list, JSON.stringify(loadIds));
    transition('sealing');
  }
  await move(folder, loadIds);
  if (loadIds.length > 1) {
    transition('packages-moved');
    await rm(list);
  }
  transition('sealed');
}

/** Finishes what a crash left half moved. */
export async function finishSealing(folder: string): Promise<void> {
  const list = join(folder, 'sealing.json');
  const loadIds = await readJson<string[]>(list);
  if (loadIds === undefined) return;
  await move(folder, loadIds);
  await rm(list, { force: true });
  transition('sealing-finished');
}

async function move(folder: string, loadIds: readonly string[]): Promise<void> {
  const sealed = join(folder, 'sealed');
  await makeFolder(sealed);
  for (const loadId of loadIds)
    try {
      await rename(join(folder, 'new', loadId), join(sealed, loadId));
      transition('package-moved');
    } catch (error) {
      // Moved before the crash that this call cleans up after.
      if (!isMissing(error)) throw error;
    }
  await syncFolder(sealed);
}
