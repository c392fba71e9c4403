import { SluiceError } from '@sluice/schema';
import { magic } from './encode-parquet.ts';
import { createdBy } from './footer.ts';
import { physicalTypes } from './parquet-type.ts';
import { type ThriftInteger, ThriftReader, type ThriftStruct, type ThriftValue } from './thrift-reader.ts';

/** Magic word and length of the footer. */
const tailBytes = 8;
/** Both types fit the zigzag form's first byte, so a type changes without moving anything. */
const doubleByte = physicalTypes.double * 2;
const twoTo32 = 2 ** 32;
/** The upper half of 2^53. */
const maxHigh = 2 ** 21;

/** A piece of the file that is to be replaced by bytes of the same length. */
interface Patch {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/**
 * A file of `encodeParquet` with the named integer columns as doubles, as chunks to be written in order, most of them
 * views of `file`. Columns the file lacks, or has as doubles already, need nothing: the call may be repeated.
 *
 * @throws FORMAT_FILE_FOREIGN for a file that `encodeParquet` did not write.
 * @throws FORMAT_WIDEN_IMPOSSIBLE for a column that is no plain integer, or holds one that a double would round.
 */
export function widenParquet(file: Uint8Array, columns: readonly string[]): Uint8Array[] {
  const footer = readFooter(file);
  const leaves = list(footer.get(2)).slice(1) as readonly ThriftStruct[];
  const [group] = list(footer.get(4)) as readonly ThriftStruct[];
  const chunks = list(group?.get(1)) as readonly ThriftStruct[];
  const patches: Patch[] = [];
  leaves.forEach((leaf, index) => {
    const name = leaf.get(4);
    const type = integer(leaf.get(1));
    if (typeof name !== 'string' || !columns.includes(name) || type.value === physicalTypes.double) return;
    if (type.value !== physicalTypes.int64 || leaf.has(10)) throw impossible(name, 'it is no integer');
    patches.push({ at: type.at, bytes: Uint8Array.of(doubleByte) });
    const meta = chunks[index]?.get(3) as ThriftStruct | undefined;
    if (!meta) return;
    patches.push({ at: integer(meta.get(1)).at, bytes: Uint8Array.of(doubleByte) });
    patches.push(widenValues(file, name, integer(meta.get(9)).value, integer(meta.get(7)).value));
  });
  return applyPatches(file, patches);
}

function readFooter(file: Uint8Array): ThriftStruct {
  try {
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
    const end = file.length - tailBytes;
    const footer = new ThriftReader(file, end - view.getUint32(end, true)).struct();
    if (isMagic(file, 0) && isMagic(file, end + 4) && footer.get(6) === createdBy) return footer;
  } catch (cause) {
    throw foreign(cause);
  }
  throw foreign(undefined);
}

function widenValues(file: Uint8Array, name: string, offset: number, size: number): Patch {
  const reader = new ThriftReader(file, offset);
  reader.struct();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const at = reader.at + 4 + view.getUint32(reader.at, true);
  const end = offset + size;
  const doubles = new DataView(new ArrayBuffer(end - at));
  for (let slot = at; slot < end; slot += 8) {
    const low = view.getUint32(slot, true);
    const high = view.getInt32(slot + 4, true);
    if (high < -maxHigh || high > maxHigh || (high === maxHigh && low > 0))
      throw impossible(name, 'it holds integers beyond 2^53');
    doubles.setFloat64(slot - at, high * twoTo32 + low, true);
  }
  return { at, bytes: new Uint8Array(doubles.buffer) };
}

function applyPatches(file: Uint8Array, patches: readonly Patch[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let done = 0;
  for (const { at, bytes } of [...patches].sort((a, b) => a.at - b.at)) {
    pieces.push(file.subarray(done, at), bytes);
    done = at + bytes.length;
  }
  return [...pieces, file.subarray(done)];
}

function list(value: ThriftValue | undefined): readonly ThriftValue[] {
  return Array.isArray(value) ? value : [];
}

function integer(value: ThriftValue | undefined): ThriftInteger {
  if (typeof value === 'object' && 'value' in value) return value;
  throw foreign(undefined);
}

function isMagic(file: Uint8Array, at: number): boolean {
  return magic.every((byte, index) => file[at + index] === byte);
}

function foreign(cause: unknown): SluiceError {
  return new SluiceError('FORMAT_FILE_FOREIGN', 'Only Parquet files that sluice wrote can be widened', {
    cause,
  });
}

function impossible(column: string, why: string): SluiceError {
  return new SluiceError('FORMAT_WIDEN_IMPOSSIBLE', `A column cannot become double: ${why}`, {
    place: { column },
  });
}
