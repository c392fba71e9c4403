import { FixedWidthBuilder } from './fixed-width-builder.ts';
import type { MemoryMeter } from './memory-meter.ts';

/** Booleans, one bit each. */
export class BoolBuilder extends FixedWidthBuilder<{ readonly kind: 'bool' }, Uint8Array> {
  constructor(meter: MemoryMeter) {
    super({ kind: 'bool' }, 1, (buffer) => new Uint8Array(buffer), meter);
  }

  push(value: boolean): void {
    const row = this.length;
    if (row === this.capacity) this.grow(row + 1);
    const bits = this.slots;
    const bit = 1 << (row & 7);
    const byte = bits[row >> 3] ?? 0;
    bits[row >> 3] = value ? byte | bit : byte & ~bit;
    this.length = row + 1;
  }
}
