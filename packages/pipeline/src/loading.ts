import { consoleLogger } from '@sluice/extract';
import {
  type EarlyStaging,
  type LoadEvent,
  type LoadedPackage,
  loadPackage,
  openDataset,
  ownAttempt,
  type PackageStore,
  type SealedPackage,
} from '@sluice/load';
import type { Schema } from '@sluice/schema';
import { type LoadRunOptions, loadPolicyOf, type PipelineOptions, strategiesOf } from './options.ts';

/** What one operation changes about how a pipeline loads. */
export type LoadCall = { readonly [K in keyof LoadRunOptions]: LoadRunOptions[K] | undefined };

/** What follows a load: with the schema that is stored now, which may have been joined with another process's. */
export type OnLoaded = (sealed: SealedPackage, schema: Schema) => Promise<void>;

/** The packages that wait in a working folder, and what becomes of them. Only for who has locked the folder. */
export class Loading {
  readonly #store: PackageStore;
  readonly #options: PipelineOptions;

  constructor(store: PackageStore, options: PipelineOptions) {
    this.#store = store;
    this.#options = options;
  }

  /** Loads every package that waits, in the order they were sealed. */
  async load(
    { signal, onTableFailure }: LoadCall,
    onLoaded: OnLoaded,
    early?: ReadonlyMap<string, EarlyStaging>,
  ): Promise<readonly LoadedPackage[]> {
    const loaded: LoadedPackage[] = [];
    for (const sealed of await this.#store.sealed())
      loaded.push(
        await loadPackage(sealed, this.#options.destination, {
          ...strategiesOf(this.#options),
          ...loadPolicyOf(this.#options),
          ...(onTableFailure && { onTableFailure }),
          store: this.#store,
          early: early?.get(sealed.manifest.loadId),
          signal,
          onPublished: (schema) => onLoaded(sealed, schema),
          onEvent: (event) => this.#report(event),
        }),
      );
    return loaded;
  }

  /** Seals the rows that loads went on without, of one load or of all, so that they wait again. */
  async sealFailed(only: string | undefined): Promise<void> {
    const waiting = new Set((await this.#store.failures()).map(({ loadId }) => loadId));
    for (const loadId of waiting) if (only === undefined || only === loadId) await this.#store.retry(loadId);
  }

  /**
   * Throws away what waits, and returns the load ids. What turns out to be published is left to be put away: thrown
   * away, it would be extracted and loaded again, and the rows it went on without would be gone.
   */
  async abort(): Promise<readonly string[]> {
    const pending = await this.#store.sealed();
    const discarded: string[] = [];
    // The newest first: what is left after an interruption still builds on what is there.
    for (const sealed of pending.toReversed()) {
      const { loadId } = sealed.manifest;
      if (await this.#isPublished(sealed)) continue;
      await this.#store.discard(loadId);
      discarded.unshift(loadId);
    }
    return discarded;
  }

  /**
   * Asks the destination whether a package is there, and removes there what was staged of one that is not. Where it
   * cannot be reached, nothing is known of a publish, and the package still goes.
   */
  async #isPublished({ manifest: { loadId, dataset }, schema }: SealedPackage): Promise<boolean> {
    const attempts = await this.#store.attempts(loadId);
    if (attempts.length === 0) return false;
    try {
      const connection = await openDataset(this.#options.destination, dataset, schema);
      try {
        if (ownAttempt(await connection.readLoad(loadId), attempts)) return true;
        await connection.discard(loadId);
      } finally {
        await connection.close();
      }
    } catch (error) {
      const { logger = consoleLogger } = this.#options;
      logger.warn('The destination keeps what was staged for a load that is thrown away', {
        loadId,
        error: String(error),
      });
    }
    return false;
  }

  #report(event: LoadEvent): void {
    try {
      this.#options.progress?.(event);
    } catch (error) {
      const { logger = consoleLogger } = this.#options;
      logger.warn('The callback for progress failed', { event: event.type, error: String(error) });
    }
  }
}
