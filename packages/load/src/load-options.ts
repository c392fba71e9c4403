import type { Schema } from '@sluice/schema';
import type { EarlyStaging } from './early-staging.ts';
import type { LoadEvent } from './load-events.ts';
import type { TableFailurePolicy } from './load-failure.ts';
import type { PackageStore } from './package-store.ts';
import type { RetryPolicy } from './retry-policy.ts';
import type { StrategyChoice } from './table-action.ts';

/** How a load deals with failures, and what it leaves behind. */
export interface LoadPolicy {
  /** How often a failure that may pass is tried again. Default: five attempts within about four seconds. */
  readonly retry?: RetryPolicy | undefined;
  /** What happens when the destination refuses the rows of one table for good. Default `stop`. */
  readonly onTableFailure?: TableFailurePolicy | undefined;
  /** How many loaded packages stay in the working folder with all their files. Default 0: only what they were is noted. */
  readonly keepPackages?: number | undefined;
}

/** What loading a package needs to know. */
export interface LoadOptions extends StrategyChoice, LoadPolicy {
  readonly store: PackageStore;
  readonly signal?: AbortSignal | undefined;
  /**
   * Called between the publish and the putting away, with the schema that is stored now; again where a crash came in
   * between. What has to follow a load belongs here.
   */
  readonly onPublished?: (schema: Schema) => Promise<void>;
  /** Parts that were brought while the package was still being extracted: the first attempt goes on from there. */
  readonly early?: EarlyStaging | undefined;
  /** Told what happens; must not throw. */
  readonly onEvent?: ((event: LoadEvent) => void) | undefined;
}
