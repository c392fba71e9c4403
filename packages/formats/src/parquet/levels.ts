import type { ColumnVector } from '@sluice/schema';
import { ByteSink } from './byte-sink.ts';

const lengthBytes = 4;

/**
 * The definition levels of an optional column, after their length in bytes: 1 where a row holds a value. Parquet's
 * bit-packed run is the validity bitmap itself; a column without nulls is one run of ones.
 */
export function encodeLevels({ length, validity, nullCount }: ColumnVector): Uint8Array {
  const groups = (length + 7) >> 3;
  const sink = new ByteSink(groups + 16);
  sink.uint32(0);
  if (validity === null || nullCount === 0) {
    sink.varint(length * 2);
    sink.byte(1);
  } else {
    sink.varint(groups * 2 + 1);
    sink.append(validity.subarray(0, groups));
  }
  const levels = sink.bytes();
  new DataView(levels.buffer).setUint32(0, levels.length - lengthBytes, true);
  return levels;
}
