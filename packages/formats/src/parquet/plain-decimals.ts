import type { ColumnVector } from '@sluice/schema';
import { presentWords } from './present-values.ts';

const slotBytes = 16;

/** Decimals as Parquet stores them: the highest byte first. */
export function presentDecimals(column: ColumnVector): Uint8Array {
  const values = presentWords(column, slotBytes / 4);
  const from = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const to = new DataView(new ArrayBuffer(values.byteLength));
  for (let slot = 0; slot < values.byteLength; slot += slotBytes)
    for (let byte = 0; byte < slotBytes; byte += 4)
      to.setInt32(slot + slotBytes - 4 - byte, from.getInt32(slot + byte, true));
  return new Uint8Array(to.buffer);
}
