import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, replaceDurably, syncFolder } from './durable-file.ts';
import type { LoadFailure } from './load-failure.ts';
import { newLoadId } from './load-id.ts';
import { failuresIn, forgetFailures, keepLoaded, pruneLoaded, recordLoaded } from './loaded-packages.ts';
import { namesIn } from './names-in.ts';
import { type PackageWriter, packageWriter } from './package-writer.ts';
import { readJson } from './read-json.ts';
import { readPackage } from './read-package.ts';
import { prepareRetry, retryId } from './retry-failed.ts';
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
   * Records durably that the destination is about to be changed by this package: by the time that its load record
   * will carry a package knows its own record from another one of the same id, and what it went on without.
   */
  markPublishing(loadId: string, attempt: PublishAttempt): Promise<void>;
  /** The attempts marked so far; none where the destination cannot know the package yet. */
  attempts(loadId: string): Promise<readonly PublishAttempt[]>;
  /**
   * Puts a loaded package away. Its manifest is kept for a while, its parts are removed: unless packages are to be
   * kept, or some of its tables could not be loaded.
   */
  finish(loadId: string, options?: FinishOptions): Promise<void>;
  /** The chains that loads went on without, the oldest load first. */
  failures(): Promise<readonly LoadFailure[]>;
  /**
   * Seals the rows that a load went on without as a package of their own, and returns it; null where there are none.
   * Asked again after a crash it gives the same package, however far it had got.
   */
  retry(loadId: string): Promise<SealedPackage | null>;
  /** Throws a sealed package away without loading it. */
  discard(loadId: string): Promise<void>;
  /** Removes what runs that never got to sealing left behind. Only for the one run that owns the folder. */
  removeUnsealed(): Promise<void>;
}

/** What is recorded before a destination is changed. */
export interface PublishAttempt {
  /** The time of its load record, as `LoadPlan.insertedAt` has it. */
  readonly insertedAt: string;
  /** The chains of tables it goes on without. */
  readonly failures: readonly LoadFailure[];
}

/** What becomes of a package that is loaded. */
export interface FinishOptions {
  /** How many packages stay with all their files, this one included. Default 0. */
  readonly keepPackages?: number | undefined;
  /** The chains it went on without: while there are any, its files stay. Default: none. */
  readonly failures?: readonly LoadFailure[];
}

/** Opens the load packages in `folder`, which need not exist. */
export function packageStore(folder: string): PackageStore {
  const place = (kind: 'new' | 'sealed' | 'loaded', ...rest: string[]) => join(folder, kind, ...rest);
  const mark = (loadId: string) => place('sealed', loadId, 'publishing.json');
  // What this store has sealed itself it need not read again, and prove again, to load it.
  const fresh = new Map<string, SealedPackage>();
  const attempts = async (loadId: string): Promise<readonly PublishAttempt[]> =>
    (await readJson<PublishAttempt[]>(mark(loadId))) ?? [];
  const sealed = async (): Promise<SealedPackage[]> => {
    await finishSealing(folder);
    const packages: SealedPackage[] = [];
    for (const loadId of await namesIn(place('sealed')))
      packages.push(fresh.get(loadId) ?? (await readPackage(place('sealed', loadId))));
    return inOrder(packages);
  };
  const knownIds = async () => [...(await namesIn(place('sealed'))), ...(await namesIn(place('loaded')))];
  /** A load id that is newer than every package of the store. */
  const nextId = async () => newLoadId((await knownIds()).sort().at(-1));

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
    sealed,
    loaded: () => namesIn(place('loaded')),
    async markPublishing(loadId, attempt) {
      await replaceDurably(mark(loadId), JSON.stringify([...(await attempts(loadId)), attempt]));
      transition('publishing');
    },
    attempts,
    async finish(loadId, { keepPackages = 0, failures = [] } = {}) {
      fresh.delete(loadId);
      const loaded = place('loaded', loadId);
      await pruneLoaded(place('loaded'), loadId, keepPackages);
      if (keepPackages > 0 || failures.length > 0) {
        await keepLoaded(place('sealed', loadId), loaded, failures);
      } else {
        await recordLoaded(place('sealed', loadId), loaded);
        await takeAway(loadId);
      }
    },
    async failures() {
      const lists: (readonly LoadFailure[])[] = [];
      for (const loadId of await namesIn(place('loaded')))
        lists.push(await failuresIn(place('loaded', loadId)));
      return lists.flat();
    },
    async retry(loadId) {
      const loaded = place('loaded', loadId);
      const failures = await failuresIn(loaded);
      if (failures.length === 0) return null;
      await finishSealing(folder);
      const id = await retryId(loaded, nextId);
      if (!(await knownIds()).includes(id)) {
        await prepareRetry(loaded, failures, id, place('new', id));
        await sealTogether(folder, [id]);
      }
      await forgetFailures(loaded);
      return (await sealed()).find(({ manifest }) => manifest.loadId === id) ?? null;
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
