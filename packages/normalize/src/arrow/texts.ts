import { type ColumnVector, SluiceError } from '@sluice/schema';
import { type ArrowArray, bytesOf, bytesReader, offsetReader, typeIds } from '@sluice/schema/arrow';
import { isSet, type Presence } from './bits.ts';

type Values = Pick<ColumnVector, 'values' | 'offsets'>;

const maxBytes = 2 ** 31 - 1;

/**
 * Texts or binaries, their bytes one after the other: as they lie in memory, but for view types, whose values lie
 * anywhere.
 *
 * @throws RECORD_VALUE_UNSUPPORTED where they have 2 GiB or more.
 */
export function texts(array: ArrowArray, start: number, rows: number, presence: Presence): Values {
  switch (array.type.typeId) {
    case typeIds.utf8View:
    case typeIds.binaryView:
      return gathered(array, start, rows, presence);
    case typeIds.fixedSizeBinary:
      return ofOneWidth(array, start, rows);
  }
  const offsetOf = offsetReader(array);
  const first = offsetOf(start);
  const end = offsetOf(start + rows);
  refuseTooLarge(end - first);
  const { valueOffsets } = array;
  const values = bytesOf(array.values).subarray(first, end);
  if (first === 0 && valueOffsets instanceof Int32Array)
    return { values, offsets: valueOffsets.subarray(start, start + rows + 1) };
  const offsets = new Int32Array(rows + 1);
  for (let row = 0; row <= rows; row++) offsets[row] = offsetOf(start + row) - first;
  return { values, offsets };
}

function ofOneWidth({ type, values }: ArrowArray, start: number, rows: number): Values {
  const width = type.byteWidth ?? 0;
  refuseTooLarge(rows * width);
  return {
    values: bytesOf(values).subarray(start * width, (start + rows) * width),
    offsets: Int32Array.from({ length: rows + 1 }, (_, row) => row * width),
  };
}

function gathered(array: ArrowArray, start: number, rows: number, { validity }: Presence): Values {
  const bytesAt = bytesReader(array);
  const found: Uint8Array[] = [];
  const offsets = new Int32Array(rows + 1);
  let size = 0;
  for (let row = 0; row < rows; row++) {
    if (validity === null || isSet(validity, row)) {
      const bytes = bytesAt(start + row);
      found.push(bytes);
      size += bytes.length;
      refuseTooLarge(size);
    }
    offsets[row + 1] = size;
  }
  const values = new Uint8Array(size);
  let at = 0;
  for (const bytes of found) {
    values.set(bytes, at);
    at += bytes.length;
  }
  return { values, offsets };
}

/** Offsets are signed 32-bit integers. @throws RECORD_VALUE_UNSUPPORTED */
export function refuseTooLarge(bytes: number): void {
  if (bytes <= maxBytes) return;
  throw new SluiceError('RECORD_VALUE_UNSUPPORTED', 'The values of a column exceed 2 GiB in one batch', {
    remedy: 'Split the values',
  });
}
