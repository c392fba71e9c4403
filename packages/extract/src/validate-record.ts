import { SluiceError } from '@sluice/schema';
import { isPromise } from './is-promise.ts';
import { issuePath, type StandardResult, type StandardSchema } from './standard-schema.ts';

/** A record as its schema gives it out. @throws RECORD_INVALID, without the record's values */
export function validateRecord(record: unknown, schema: StandardSchema, resource: string): unknown {
  const result = schema['~standard'].validate(record);
  return isPromise(result)
    ? result.then((settled) => outputOf(settled, resource))
    : outputOf(result as StandardResult<unknown>, resource);
}

function outputOf(result: StandardResult<unknown>, resource: string): unknown {
  if (!result.issues) return result.value;
  const [first, ...others] = result.issues;
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  const what = first ? `${issuePath(first)}: ${first.message}` : 'it has issues';
  throw new SluiceError('RECORD_INVALID', `A record does not fit its schema: ${what}${more}`, {
    place: { resource },
    remedy: 'Correct the schema given as `record`, or the records with a map step before it',
    cause: result.issues,
  });
}
