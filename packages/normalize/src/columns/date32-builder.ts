import { SluiceError } from '@sluice/schema';
import { FixedWidthBuilder } from './fixed-width-builder.ts';
import type { MemoryMeter } from './memory-meter.ts';

/** Calendar days, as days since 1970-01-01. */
export class Date32Builder extends FixedWidthBuilder<{ readonly kind: 'date32' }, Int32Array> {
  constructor(meter: MemoryMeter) {
    super({ kind: 'date32' }, 32, (buffer) => new Int32Array(buffer), meter);
  }

  /** @throws RECORD_INTEGER_OUT_OF_RANGE for what is no integer of 32 bits; the row is then still to be written. */
  push(days: number): void {
    if ((days | 0) !== days)
      throw new SluiceError(
        'RECORD_INTEGER_OUT_OF_RANGE',
        'A date is more days from 1970 than 32 bits count',
      );
    const row = this.length;
    if (row === this.capacity) this.grow(row + 1);
    this.slots[row] = days;
    this.length = row + 1;
  }
}
