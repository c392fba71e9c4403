import { bytesOf, offsetReader } from './array-bytes.ts';
import type { ArrowArray } from './arrow-table.ts';
import { typeIds } from './arrow-type.ts';

const viewBytes = 16;
/** Values up to so many bytes are in their view. */
const inlineBytes = 12;

/** Reads the bytes of texts and binaries of every layout; rows without a value may give anything. */
export function bytesReader(array: ArrowArray): (row: number) => Uint8Array {
  const bytes = bytesOf(array.values);
  switch (array.type.typeId) {
    case typeIds.fixedSizeBinary: {
      const width = array.type.byteWidth ?? 0;
      return (row) => bytes.subarray(row * width, (row + 1) * width);
    }
    case typeIds.utf8View:
    case typeIds.binaryView:
      return viewReader(array, bytes);
  }
  const offsetOf = offsetReader(array);
  return (row) => bytes.subarray(offsetOf(row), offsetOf(row + 1));
}

/** A view: the length, then the value itself, or its first bytes, the number of its buffer and where it begins there. */
function viewReader({ variadicBuffers = [] }: ArrowArray, views: Uint8Array): (row: number) => Uint8Array {
  const view = new DataView(views.buffer, views.byteOffset, views.byteLength);
  return (row) => {
    const at = row * viewBytes;
    const length = view.getInt32(at, true);
    if (length <= inlineBytes) return views.subarray(at + 4, at + 4 + length);
    const buffer = variadicBuffers[view.getInt32(at + 8, true)];
    const start = view.getInt32(at + 12, true);
    return buffer ? buffer.subarray(start, start + length) : views.subarray(0, 0);
  };
}
