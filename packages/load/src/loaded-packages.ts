import { copyFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder, replaceDurably, syncFolder } from './durable-file.ts';
import type { LoadFailure } from './load-failure.ts';
import { namesIn } from './names-in.ts';
import { readJson } from './read-json.ts';
import { transition } from './transition.ts';

/** Manifests of so many loaded packages are kept. */
const keptManifests = 10;

const manifestFile = 'manifest.json';
/** Says which tables of a loaded package still wait. While it is there, so are the package's files. */
const failuresFile = 'failures.json';

/** Notes what a sealed package was. The package itself is taken away afterwards. */
export async function recordLoaded(sealed: string, loaded: string): Promise<void> {
  await makeFolder(loaded);
  await copyFile(join(sealed, manifestFile), join(loaded, manifestFile));
  transition('package-recorded');
}

/** Moves a sealed package, with all its files, to where loaded ones are. */
export async function keepLoaded(
  sealed: string,
  loaded: string,
  failures: readonly LoadFailure[],
): Promise<void> {
  if (failures.length > 0) await replaceDurably(join(sealed, failuresFile), JSON.stringify(failures));
  // A crash may have left the note of an attempt to put it away otherwise.
  await rm(loaded, { recursive: true, force: true });
  await makeFolder(dirname(loaded));
  await rename(sealed, loaded);
  await syncFolder(dirname(loaded));
  await syncFolder(dirname(sealed));
  transition('package-kept');
}

/** The chains that still wait in a loaded package. */
export async function failuresIn(loaded: string): Promise<readonly LoadFailure[]> {
  return (await readJson<LoadFailure[]>(join(loaded, failuresFile))) ?? [];
}

/** Nothing of a loaded package waits any more: its files may go. */
export async function forgetFailures(loaded: string): Promise<void> {
  await rm(join(loaded, failuresFile), { force: true });
  transition('failures-forgotten');
}

/**
 * Makes room for one more loaded package: removes the files of all but the newest ones, and all of old ones. What still
 * waits stays.
 */
export async function pruneLoaded(folder: string, loadId: string, keepPackages: number): Promise<void> {
  const done: { readonly path: string; readonly files: readonly string[] }[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const files = await namesIn(path);
    if (name !== loadId && !files.includes(failuresFile)) done.push({ path, files });
  }
  for (const [before, { path, files }] of done.toReversed().entries()) {
    // The one to come is the newest of all.
    const age = before + 1;
    if (age >= Math.max(keptManifests, keepPackages)) await rm(path, { recursive: true, force: true });
    else if (age >= keepPackages)
      for (const file of files) if (file !== manifestFile) await rm(join(path, file), { force: true });
  }
}
