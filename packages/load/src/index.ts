export * from './check-destination.ts';
export * from './contract.ts';
export { EarlyStaging, type OpenedSession } from './early-staging.ts';
export type { LoadErrorCode } from './errors.ts';
export { findRounded } from './find-rounded.ts';
export { foldName, keepsCase, rulesUnder, storedName } from './fold-name.ts';
export { freezeCapabilities } from './freeze-capabilities.ts';
export * from './load-events.ts';
export type { LoadFailure, TableFailurePolicy } from './load-failure.ts';
export * from './load-id.ts';
export type { LoadOptions, LoadPolicy } from './load-options.ts';
export * from './load-package.ts';
export * from './manifest.ts';
export { openDataset } from './open-dataset.ts';
export { partJob } from './package-jobs.ts';
export * from './package-store.ts';
export type {
  PackageContents,
  PackageWriter,
  PartContent,
  PartFile,
} from './package-writer.ts';
export { type PlanOptions, planLoad } from './plan-load.ts';
export { type Heads, refuseConflicts } from './refuse-conflicts.ts';
export { type Misfit, misfitError } from './refuse-misfits.ts';
export { refuseDatasetName } from './refuse-names.ts';
export { refuseUnloadable } from './refuse-unloadable.ts';
export type { RetryPolicy } from './retry-policy.ts';
export { type RetryOptions, retrying } from './retrying.ts';
export type { PreparedPackage, SealedPackage } from './sealed-package.ts';
export type { StrategyChoice } from './table-action.ts';
export * from './table-failure.ts';
export { transition } from './transition.ts';
