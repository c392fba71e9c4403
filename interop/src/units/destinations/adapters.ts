import type { UnitAdapter } from '../adapter.ts';
import { capabilityFields } from './capabilities.ts';
import { createdTables } from './ddl.ts';
import { storedValue } from './literals.ts';
import { loadedChain } from './load-sql.ts';
import { columnType, escapeIdentifier, typeOfQuery } from './types-and-names.ts';

/** What destinations answer: each is asked of the real engine. */
export const destinationAdapters: Readonly<Record<string, UnitAdapter>> = {
  'identifier-escape': escapeIdentifier,
  'ddl-type': columnType,
  'from-db-type': typeOfQuery,
  'literal-escape': storedValue,
  capabilities: capabilityFields,
  ddl: createdTables,
  'load-sql': loadedChain,
};
