import type { MemoryMeter } from './memory-meter.ts';
import { VariableWidthBuilder } from './variable-width-builder.ts';

/** Bytes. */
export class BinaryBuilder extends VariableWidthBuilder<{ readonly kind: 'binary' }> {
  constructor(meter: MemoryMeter) {
    super({ kind: 'binary' }, meter);
  }

  push(value: Uint8Array): void {
    const row = this.length;
    if (row === this.capacity) this.growRows(row + 1);
    const start = this.end;
    const end = start + value.length;
    if (end > this.bytes.length) this.growBytes(end);
    this.bytes.set(value, start);
    this.end = end;
    this.offsets[row + 1] = end;
    this.length = row + 1;
  }
}
