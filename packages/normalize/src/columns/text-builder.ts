import { type Runtime, SluiceError } from '@sluice/schema';
import type { MemoryMeter } from './memory-meter.ts';
import { VariableWidthBuilder } from './variable-width-builder.ts';

/** Up to here a loop over the characters is faster than a call into the host. */
const shortText = 64;

/** Text, or JSON as text, in UTF-8. */
export class TextBuilder extends VariableWidthBuilder<{ readonly kind: 'utf8' | 'json' }> {
  readonly #runtime: Pick<Runtime, 'writeUtf8'>;

  constructor(kind: 'utf8' | 'json', runtime: Pick<Runtime, 'writeUtf8'>, meter: MemoryMeter) {
    super({ kind }, meter);
    this.#runtime = runtime;
  }

  /** @throws RECORD_TEXT_MALFORMED for a lone surrogate; the row is then still to be written. */
  push(text: string): void {
    const row = this.length;
    if (row === this.capacity) this.growRows(row + 1);
    const start = this.end;
    const count = text.length;
    if (start + count * 3 > this.bytes.length) this.growBytes(start + count * 3);
    const bytes = this.bytes;
    let written = 0;
    if (count <= shortText)
      for (; written < count; written++) {
        const code = text.charCodeAt(written);
        if (code > 127) break;
        bytes[start + written] = code;
      }
    if (written < count) written = this.#write(text, start);
    this.end = start + written;
    this.offsets[row + 1] = this.end;
    this.length = row + 1;
  }

  #write(text: string, start: number): number {
    if (text.isWellFormed()) return this.#runtime.writeUtf8(text, this.bytes, start);
    throw new SluiceError(
      'RECORD_TEXT_MALFORMED',
      'A text holds half a surrogate pair, which UTF-8 cannot carry',
      {
        remedy: 'Repair the text with toWellFormed(), or declare the column as binary',
      },
    );
  }
}
