import type { ColumnVector } from '@sluice/schema';
import { isPresent } from './is-present.ts';

const backslash = 0x5c;
const letterU = 0x75;
const zero = 0x30;
/** Bytes of `\u0000`. */
const escapeBytes = 6;
const noOffsets = new Int32Array(1);

/**
 * A text or JSON column without U+0000, which PostgreSQL stores in neither. In JSON it is the escape `\u0000` that goes,
 * not `\\u0000`, which is a backslash and five other characters. A column without any is handed back as it is.
 */
export function withoutNul(column: ColumnVector): ColumnVector {
  const isJson = column.type.kind === 'json';
  const offsets = column.offsets ?? noOffsets;
  const used = column.values.subarray(offsets[0], offsets[column.length]);
  const nextNul = isJson ? nextEscapedNul : (bytes: Uint8Array, from: number) => bytes.indexOf(0, from);
  const width = isJson ? escapeBytes : 1;
  // Bytes behind nulls may be anything, so this may see one too many, but never misses one.
  if (isJson ? !mayHoldEscapedNul(used) : nextNul(used, 0) === -1) return column;
  const kept = new Uint8Array(used.length);
  const keptOffsets = new Int32Array(column.length + 1);
  let end = 0;
  for (let row = 0; row < column.length; row++) {
    if (isPresent(column.validity, row)) {
      const value = column.values.subarray(offsets[row], offsets[row + 1]);
      let from = 0;
      for (let nul = nextNul(value, 0); nul !== -1; nul = nextNul(value, from)) {
        kept.set(value.subarray(from, nul), end);
        end += nul - from;
        from = nul + width;
      }
      kept.set(value.subarray(from), end);
      end += value.length - from;
    }
    keptOffsets[row + 1] = end;
  }
  return { ...column, values: kept, offsets: keptOffsets };
}

/** Where the next escape is; `from` is not within one. */
function nextEscapedNul(json: Uint8Array, from: number): number {
  let at = json.indexOf(backslash, from);
  while (at !== -1 && !isEscapedNul(json, at)) at = json.indexOf(backslash, at + 2);
  return at;
}

/** Looks at every backslash, also at those that are escaped themselves. */
function mayHoldEscapedNul(json: Uint8Array): boolean {
  let at = json.indexOf(backslash);
  while (at !== -1 && !isEscapedNul(json, at)) at = json.indexOf(backslash, at + 1);
  return at !== -1;
}

function isEscapedNul(json: Uint8Array, at: number): boolean {
  if (json[at + 1] !== letterU) return false;
  for (let digit = at + 2; digit < at + escapeBytes; digit++) if (json[digit] !== zero) return false;
  return true;
}
