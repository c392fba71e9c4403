import { copyFile, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, replaceDurably, syncFolder } from './durable-file.ts';
import { isMissing } from './is-missing.ts';
import { type PackageWriter, packageWriter } from './package-writer.ts';
import { readPackage } from './read-package.ts';
import type { PreparedPackage, SealedPackage } from './sealed-package.ts';
import { finishSealing, sealTogether } from './sealing.ts';
import { transition } from './transition.ts';

/** The load packages of one pipeline: `new/`, `sealed/` and `loaded/` in one folder. */
export interface PackageStore {
  /** Begins a package. Creates the folders. */
  create(loadId: string): Promise<PackageWriter>;
  /** Makes prepared packages durable and immutable, all or none: they will be loaded in this order. */
  seal(prepared: readonly PreparedPackage[]): Promise<SealedPackage[]>;
  /**
   * The packages waiting to be loaded, in the order they were sealed. `PACKAGE_DAMAGED` if one of them is not what
   * it was.
   */
  sealed(): Promise<SealedPackage[]>;
  /** Ids of the packages that have been loaded, oldest first: the last few. */
  loaded(): Promise<string[]>;
  /**
   * Records durably that the destination is about to be changed by this package, and the time its load record will
   * carry: by that a package knows its own record from another one of the same id.
   */
  markPublishing(loadId: string, insertedAt: string): Promise<void>;
  /** The times marked so far, one per attempt; none where the destination cannot know the package yet. */
  attempts(loadId: string): Promise<readonly string[]>;
  /** Puts a loaded package away: its parts are removed, its manifest is kept for a while. */
  finish(loadId: string): Promise<void>;
  /** Throws a sealed package away without loading it. */
  discard(loadId: string): Promise<void>;
  /** Removes what runs that never got to sealing left behind. Only for the one run that owns the folder. */
  removeUnsealed(): Promise<void>;
}

/** Manifests of so many loaded packages are kept. */
const keptManifests = 10;

/** Opens the load packages in `folder`, which need not exist. */
export function packageStore(folder: string): PackageStore {
  const place = (kind: 'new' | 'sealed' | 'loaded', ...rest: string[]) => join(folder, kind, ...rest);
  const mark = (loadId: string) => place('sealed', loadId, 'publishing.json');
  // What this store has sealed itself it need not read again, and prove again, to load it.
  const fresh = new Map<string, SealedPackage>();
  const attempts = async (loadId: string): Promise<readonly string[]> => {
    try {
      return JSON.parse(await readFile(mark(loadId), 'utf8')) as string[];
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  };

  /** By one rename: half removed it would look damaged. What a crash leaves of it goes with what was never sealed. */
  const takeAway = async (loadId: string): Promise<void> => {
    const aside = place('new', `${loadId}.done`);
    await makeFolder(place('new'));
    await rename(place('sealed', loadId), aside);
    await syncFolder(place('sealed'));
    transition('package-finished');
    await rm(aside, { recursive: true, force: true });
    transition('package-removed');
  };

  return {
    async create(loadId) {
      await makeFolder(place('new', loadId));
      transition('package-created');
      return packageWriter(place('new', loadId), loadId);
    },
    async seal(prepared) {
      await sealTogether(
        folder,
        prepared.map(({ manifest }) => manifest.loadId),
      );
      return prepared.map((contents) => {
        const { loadId } = contents.manifest;
        const sealed = { ...contents, folder: place('sealed', loadId) };
        fresh.set(loadId, sealed);
        return sealed;
      });
    },
    async sealed() {
      await finishSealing(folder);
      const packages: SealedPackage[] = [];
      for (const loadId of await namesIn(place('sealed')))
        packages.push(fresh.get(loadId) ?? (await readPackage(place('sealed', loadId))));
      return inOrder(packages);
    },
    loaded: () => namesIn(place('loaded')),
    async markPublishing(loadId, insertedAt) {
      await replaceDurably(mark(loadId), JSON.stringify([...(await attempts(loadId)), insertedAt]));
      transition('publishing');
    },
    attempts,
    async finish(loadId) {
      fresh.delete(loadId);
      await makeFolder(place('loaded', loadId));
      await copyFile(place('sealed', loadId, 'manifest.json'), place('loaded', loadId, 'manifest.json'));
      transition('package-recorded');
      await takeAway(loadId);
      for (const old of (await namesIn(place('loaded'))).slice(0, -keptManifests)) {
        await rm(place('loaded', old), { recursive: true, force: true });
      }
    },
    async discard(loadId) {
      fresh.delete(loadId);
      await takeAway(loadId);
    },
    async removeUnsealed() {
      await finishSealing(folder);
      await rm(place('new'), { recursive: true, force: true });
      transition('unsealed-removed');
    },
  };
}

/** Each package right after the one it builds on. Ids alone do not tell: those of one run are made as schemas open. */
function inOrder(packages: readonly SealedPackage[]): SealedPackage[] {
  const left = new Map(packages.map((sealed) => [sealed.manifest.loadId, sealed]));
  const ordered: SealedPackage[] = [];
  const visit = (sealed: SealedPackage) => {
    left.delete(sealed.manifest.loadId);
    const before = left.get(sealed.manifest.predecessor ?? '');
    if (before) visit(before);
    ordered.push(sealed);
  };
  for (let next = left.values().next(); !next.done; next = left.values().next()) visit(next.value);
  return ordered;
}

/** Load ids sort as text, and so do the names in a folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}
