import { type JsonSchema, SluiceError } from '@sluice/schema';
import type { StandardSchema } from '../standard-schema.ts';
import { conversionOptions } from './conversion-options.ts';

/**
 * What a converter is called with: the options of `z.toJSONSchema` and of valibot's `toJsonSchema`, whichever the
 * schema is of.
 */
export interface JsonSchemaOptions {
  /** What is asked for: what the schema takes, or what it gives out. */
  readonly io: 'input' | 'output';
  readonly typeMode: 'input' | 'output';
  readonly target: 'draft-2020-12';
  readonly [libraryOption: string]: unknown;
}

/**
 * A JSON Schema as the `record` of a resource: its columns get types from it, keys it refuses are refused, and values
 * are loaded as they come.
 *
 * ```ts
 * resource('users', { record: jsonSchema(userSchema) }, users);
 * ```
 *
 * With a validator, records are checked too. This is for libraries that check, and write JSON Schema only on demand:
 *
 * ```ts
 * record: jsonSchema((options) => z.toJSONSchema(User, options), User)   // zod/mini, and zod before 4.2
 * ```
 *
 * @typeParam T a record
 * @param document the JSON Schema (draft 7 to 2020-12), or what makes it
 */
export function jsonSchema<T = unknown>(
  document: JsonSchema | ((options: JsonSchemaOptions) => object | boolean),
  validator?: StandardSchema<T>,
): StandardSchema<T> {
  const vendor = validator?.['~standard'].vendor ?? unchecked;
  const write = (io: 'input' | 'output'): Record<string, unknown> => {
    const options: JsonSchemaOptions = {
      ...conversionOptions(vendor, io),
      io,
      typeMode: io,
      target: 'draft-2020-12',
    };
    const written = typeof document === 'function' ? call(document, options) : document;
    return (typeof written === 'boolean' ? { allOf: [written] } : written) as Record<string, unknown>;
  };
  return {
    '~standard': {
      version: 1,
      vendor,
      validate: (value) => (validator ? validator['~standard'].validate(value) : { value: value as T }),
      jsonSchema: { input: () => write('input'), output: () => write('output') },
    },
  };
}

/** @throws HINT_INVALID around what the function throws */
function call(
  document: (options: JsonSchemaOptions) => object | boolean,
  options: JsonSchemaOptions,
): object | boolean {
  try {
    return document(options);
  } catch (cause) {
    throw new SluiceError('HINT_INVALID', 'The function that writes the JSON Schema of records failed', {
      remedy: 'Correct what is given to jsonSchema() (see the cause)',
      cause,
    });
  }
}

const unchecked = 'sluice-json-schema';

/** Whether records pass a check, and not only get their columns from the schema. */
export function isValidating(schema: StandardSchema): boolean {
  return schema['~standard'].vendor !== unchecked;
}
