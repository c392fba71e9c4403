import type { ColumnVector } from '@sluice/schema';
import { type FieldWriter, lengthBytes, nullLength } from './field-writer.ts';
import { isPresent } from './is-present.ts';

/** Up to here a loop over the bytes is faster than a call into the host. */
const shortLength = 48;
const noOffsets = new Int32Array(1);

/** Texts and bytes as they lie in the column, each behind `prefix`, where there is one. */
export function variableWidthFields(column: ColumnVector, prefix: number | null): FieldWriter {
  const { nullCount, values } = column;
  const validity = nullCount === 0 ? null : column.validity;
  const offsets = column.offsets ?? noOffsets;
  const prefixBytes = prefix === null ? 0 : 1;
  return {
    measure: (sizes, firstRow, rows) => {
      for (let index = 0; index < rows; index++) {
        const row = firstRow + index;
        const size = isPresent(validity, row)
          ? (offsets[row + 1] ?? 0) - (offsets[row] ?? 0) + prefixBytes
          : 0;
        sizes[index] = (sizes[index] ?? 0) + lengthBytes + size;
      }
    },
    write: (target, cursors, firstRow, rows) => {
      const bytes = new Uint8Array(target.buffer);
      for (let index = 0; index < rows; index++) {
        const row = firstRow + index;
        let at = cursors[index] ?? 0;
        if (!isPresent(validity, row)) {
          target.setInt32(at, nullLength);
          cursors[index] = at + lengthBytes;
          continue;
        }
        const start = offsets[row] ?? 0;
        const end = offsets[row + 1] ?? 0;
        target.setInt32(at, end - start + prefixBytes);
        at += lengthBytes;
        if (prefix !== null) bytes[at++] = prefix;
        if (end - start > shortLength) bytes.set(values.subarray(start, end), at);
        else for (let from = start, to = at; from < end; from++, to++) bytes[to] = values[from] ?? 0;
        cursors[index] = at + end - start;
      }
    },
  };
}
