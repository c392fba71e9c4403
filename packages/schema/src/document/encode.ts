import type { Runtime } from '../runtime.ts';
import { compressText, expandText } from './compressed-text.ts';
import { corrupted } from './fields.ts';
import { stringifySchema } from './parse.ts';
import type { Schema } from './schema.ts';

/**
 * A schema as `_dlt_version.schema` holds it: its JSON, compressed where that is longer than a text may be.
 *
 * @param maxBytes longest text in UTF-8 bytes.
 */
export function encodeSchema(schema: Schema, maxBytes: number, runtime: Runtime): string {
  const text = stringifySchema(schema);
  // A UTF-16 unit takes at most three bytes.
  const fits = text.length * 3 <= maxBytes || utf8Length(text, runtime) <= maxBytes;
  return fits ? text : compressText(text, runtime);
}

/** The JSON document in what `_dlt_version.schema` holds, for `parseSchema`. @throws SCHEMA_CORRUPTED */
export function decodeSchema(stored: string, runtime: Runtime): string {
  try {
    return expandText(stored, runtime);
  } catch (cause) {
    throw corrupted('it is neither JSON nor compressed JSON', cause);
  }
}

function utf8Length(text: string, runtime: Runtime): number {
  return runtime.writeUtf8(text, new Uint8Array(text.length * 3), 0);
}
