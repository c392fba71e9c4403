import type { Schema } from '@sluice/schema';
import type { PlannedState } from './contract.ts';
import type { Manifest } from './manifest.ts';

/** A load package that is complete: the same bytes give the same rows however often it is loaded. */
export interface SealedPackage {
  readonly folder: string;
  readonly manifest: Manifest;
  /** The schema after this load. */
  readonly schema: Schema;
  /** Its stored document. */
  readonly document: string;
  /** The state after this load; null where it did not change. */
  readonly state: PlannedState | null;
}

/** A complete package that only has to be moved to where sealed ones are. */
export type PreparedPackage = Omit<SealedPackage, 'folder'>;
