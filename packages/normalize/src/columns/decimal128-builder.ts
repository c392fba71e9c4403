import { SluiceError } from '@sluice/schema';
import { writeDecimal } from './decimal-text.ts';
import { FixedWidthBuilder } from './fixed-width-builder.ts';
import type { MemoryMeter } from './memory-meter.ts';

export interface Decimal128Type {
  readonly kind: 'decimal128';
  readonly precision: number;
  readonly scale: number;
}

/** Exact decimals of one precision and scale. */
export class Decimal128Builder extends FixedWidthBuilder<Decimal128Type, Int32Array> {
  constructor(type: Decimal128Type, meter: MemoryMeter) {
    super(type, 128, (buffer) => new Int32Array(buffer), meter);
  }

  /**
   * Takes decimal text: `-1.50`, `1E+5`.
   * @throws RECORD_DECIMAL_OUT_OF_RANGE where digits would be lost, also for `NaN` and infinities; the row is then
   * still to be written.
   */
  push(text: string): void {
    const row = this.length;
    if (row === this.capacity) this.grow(row + 1);
    const { precision, scale } = this.type;
    if (!writeDecimal(text, precision, scale, this.slots, row * 4))
      throw new SluiceError(
        'RECORD_DECIMAL_OUT_OF_RANGE',
        `A value does not fit decimal(${precision}, ${scale}) without losing digits`,
        { remedy: 'Declare the column with a larger precision or scale, or as text' },
      );
    this.length = row + 1;
  }
}
