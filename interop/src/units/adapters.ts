import type { UnitAdapter } from './adapter.ts';
import { contractAdapters } from './contracts.ts';
import { mergingAdapters } from './merging.ts';
import { namingAdapters } from './naming.ts';

/** Unit file → our function. A file that is missing here counts as failed. */
export const adapters: Readonly<Record<string, UnitAdapter>> = {
  ...namingAdapters,
  ...mergingAdapters,
  ...contractAdapters,
};
