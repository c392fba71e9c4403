import { SluiceError } from '@sluice/schema';
import { countBytes, trailer } from './encode-pgcopy.ts';
import { lengthBytes } from './field-writer.ts';
import { type CarriedColumn, decodePgcopyHeader, encodeHeader } from './header.ts';

const twoTo32 = 2 ** 32;
/** The upper half of 2^53. */
const maxHigh = 2 ** 21;

/**
 * A file of `encodePgcopy` with the named integer columns as doubles, as chunks to be written in order. Columns the file
 * lacks, or has as doubles already, need nothing: the call may be repeated.
 *
 * @throws FORMAT_FILE_FOREIGN for a file that `encodePgcopy` did not write.
 * @throws FORMAT_WIDEN_IMPOSSIBLE for a column that is no integer, or holds one that a double would round.
 */
export function widenPgcopy(file: Uint8Array, columns: readonly string[]): Uint8Array[] {
  const header = decodePgcopyHeader(file);
  if (!header) throw foreign();
  const widened = header.columns.map((column) => isToWiden(column, columns));
  const names = header.columns.map(({ name }, index) => (widened[index] ? name : null));
  const rows = new Uint8Array(file.subarray(header.length));
  widenRows(new DataView(rows.buffer), names);
  const after = header.columns.map(
    (column, index): CarriedColumn => (widened[index] ? { ...column, type: 'float8' } : column),
  );
  return [encodeHeader(after), rows];
}

function isToWiden({ name, type }: CarriedColumn, columns: readonly string[]): boolean {
  if (type === 'float8' || !columns.includes(name)) return false;
  if (type === 'int8') return true;
  throw impossible(name, 'it is no integer');
}

/** Goes through all rows up to the trailer, which is the last thing in the file. */
function widenRows(rows: DataView, names: readonly (string | null)[]): void {
  const end = rows.byteLength - trailer.length;
  let at = 0;
  while (at < end) {
    if (rows.getInt16(at) !== names.length) throw foreign();
    at += countBytes;
    for (const name of names) {
      if (at + lengthBytes > end) throw foreign();
      const length = Math.max(rows.getInt32(at), 0);
      at += lengthBytes;
      if (at + length > end) throw foreign();
      if (name !== null && length > 0) widenField(rows, at, name);
      at += length;
    }
  }
  if (at !== end || rows.getInt16(at) !== -1) throw foreign();
}

function widenField(rows: DataView, at: number, column: string): void {
  const high = rows.getInt32(at);
  const low = rows.getUint32(at + 4);
  if (high < -maxHigh || high > maxHigh || (high === maxHigh && low > 0))
    throw impossible(column, 'it holds integers beyond 2^53');
  rows.setFloat64(at, high * twoTo32 + low);
}

function foreign(): SluiceError {
  return new SluiceError('FORMAT_FILE_FOREIGN', 'Only binary COPY files that sluice wrote can be widened');
}

function impossible(column: string, why: string): SluiceError {
  return new SluiceError('FORMAT_WIDEN_IMPOSSIBLE', `A column cannot become double: ${why}`, {
    place: { column },
  });
}
