import type { ColumnVector } from '@sluice/schema';
import type { TextSink, WriteValue } from './text-sink.ts';
import { writeInteger, writePadded } from './write-digits.ts';

const slotBytes = 16;
const twoTo32 = 2 ** 32;
const point = 0x2e;
const minus = 0x2d;

/** Decimals with as many digits behind the point as their column has. */
export function decimals({ values }: ColumnVector, scale: number): WriteValue {
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const unit = 10 ** scale;
  return (sink, row) => {
    const at = row * slotBytes;
    const value = view.getInt32(at + 4, true) * twoTo32 + view.getUint32(at, true);
    const sign = value < 0 ? -1 : 0;
    const isSmall = view.getInt32(at + 8, true) === sign && view.getInt32(at + 12, true) === sign;
    if (isSmall && Number.isSafeInteger(value) && Number.isSafeInteger(unit))
      writeSmall(sink, value, unit, scale);
    else sink.ascii(largeText((view.getBigInt64(at + 8, true) << 64n) | view.getBigUint64(at, true), scale));
  };
}

function writeSmall(sink: TextSink, value: number, unit: number, scale: number): void {
  const size = Math.abs(value);
  const whole = Math.floor(size / unit);
  if (value < 0) {
    sink.reserve(1);
    sink.byte(minus);
  }
  writeInteger(sink, whole);
  if (scale === 0) return;
  sink.reserve(1);
  sink.byte(point);
  writePadded(sink, size - whole * unit, scale);
}

function largeText(value: bigint, scale: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, '0');
  const sign = value < 0n ? '-' : '';
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
