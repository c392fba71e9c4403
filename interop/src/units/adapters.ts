import type { UnitAdapter } from './adapter.ts';
import { contractAdapters } from './contracts.ts';
import { destinationAdapters } from './destinations/adapters.ts';
import { extractionAdapters } from './extraction.ts';
import { idAdapters } from './ids.ts';
import { mergingAdapters } from './merging.ts';
import { namingAdapters } from './naming.ts';
import { partFileAdapters } from './part-files.ts';
import { rowAdapters } from './rows.ts';
import { stateAdapters } from './state.ts';
import { storedSchemaAdapters } from './stored-schemas.ts';
import { valueAdapters } from './values-and-json.ts';

/** Unit file → our function. A file that is missing here counts as failed. */
export const adapters: Readonly<Record<string, UnitAdapter>> = {
  ...namingAdapters,
  ...mergingAdapters,
  ...contractAdapters,
  ...valueAdapters,
  ...rowAdapters,
  ...idAdapters,
  ...extractionAdapters,
  ...destinationAdapters,
  ...partFileAdapters,
  ...stateAdapters,
  ...storedSchemaAdapters,
};
