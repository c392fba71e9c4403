import { isSluiceError } from '@sluice/schema';

/** What is wrong with some records, and no fault of the code. */
const refusals: ReadonlySet<string> = new Set([
  'RECORD_INTEGER_OUT_OF_RANGE',
  'RECORD_DECIMAL_OUT_OF_RANGE',
  'ROW_NULL_NOT_ALLOWED',
  'SCHEMA_CONTRACT_VIOLATED',
  'VARIANT_NOT_COERCIBLE',
]);

/** What some work gives, or null where it refuses its records. */
export function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (isSluiceError(error) && refusals.has(error.code)) return null;
    throw error;
  }
}
