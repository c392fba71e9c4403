import { FixedWidthBuilder, type FixedWidthRows } from './fixed-width-builder.ts';
import type { MemoryMeter } from './memory-meter.ts';

/** Doubles. */
export class Float64Builder extends FixedWidthBuilder<{ readonly kind: 'float64' }, Float64Array> {
  constructor(meter: MemoryMeter) {
    super({ kind: 'float64' }, 64, (buffer) => new Float64Array(buffer), meter);
  }

  /** A builder that goes on from rows that are doubles already. */
  static of(rows: FixedWidthRows, meter: MemoryMeter): Float64Builder {
    const builder = new Float64Builder(meter);
    builder.takeOver(rows);
    return builder;
  }

  push(value: number): void {
    const row = this.length;
    if (row === this.capacity) this.grow(row + 1);
    this.slots[row] = value;
    this.length = row + 1;
  }
}
