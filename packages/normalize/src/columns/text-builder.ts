import { type Runtime, SluiceError } from '@sluice/schema';
import type { MemoryMeter } from './memory-meter.ts';
import { writeShortUtf8 } from './short-utf8.ts';
import { VariableWidthBuilder } from './variable-width-builder.ts';

/** Up to here a loop over the characters is faster than a call into the host. */
const shortLength = 24;

/** Text, or JSON as text, in UTF-8. */
export class TextBuilder extends VariableWidthBuilder<{ readonly kind: 'utf8' | 'json' }> {
  readonly #runtime: Pick<Runtime, 'writeUtf8'>;

  constructor(kind: 'utf8' | 'json', runtime: Pick<Runtime, 'writeUtf8'>, meter: MemoryMeter) {
    super({ kind }, meter);
    this.#runtime = runtime;
  }

  /** @throws RECORD_TEXT_MALFORMED for half a surrogate pair; the row is then still to be written. */
  push(text: string): void {
    const row = this.length;
    if (row === this.capacity) this.growRows(row + 1);
    const start = this.end;
    const count = text.length;
    if (start + count * 3 > this.bytes.length) this.growBytes(start + count * 3);
    const end = count > shortLength ? this.#writeLong(text, start) : writeShortUtf8(text, this.bytes, start);
    if (end < 0) throw malformed();
    this.end = end;
    this.offsets[row + 1] = end;
    this.length = row + 1;
  }

  /** Where the text ends, or -1 where it is malformed. */
  #writeLong(text: string, start: number): number {
    const written = this.#runtime.writeUtf8(text, this.bytes, start);
    // A byte for each unit means ASCII. Anything else is looked at once more, which costs as much as writing it.
    return written === text.length || text.isWellFormed() ? start + written : -1;
  }
}

function malformed(): SluiceError {
  return new SluiceError(
    'RECORD_TEXT_MALFORMED',
    'A text holds half a surrogate pair, which UTF-8 cannot carry',
    {
      remedy: 'Repair the text with toWellFormed(), or declare the column as binary',
    },
  );
}
