import { type ArrowArray, offsetReader, typeIds } from '@sluice/schema/arrow';

/** Some rows of a batch, and about how many bytes they take. */
export interface Cut {
  readonly start: number;
  readonly rows: number;
  readonly bytes: number;
}

export interface CutLimits {
  readonly maxRows: number;
  readonly maxBytes: number;
}

/** JSON text takes more room than the values it is made of. */
const jsonFactor = 4;
const viewBytes = 16;
const slotBytes = 8;

/** Cuts a batch into pieces that are small enough to be worked on, one after the other; a row is never cut. */
export function* cutBatch(
  columns: readonly ArrowArray[],
  rows: number,
  { maxRows, maxBytes }: CutLimits,
): Generator<Cut, void, undefined> {
  const sizeOf = (start: number, count: number) =>
    columns.reduce((sum, column) => sum + bytesOfRows(column, start, count), 0);
  for (let start = 0; start < rows; ) {
    let count = Math.min(rows - start, maxRows);
    let bytes = sizeOf(start, count);
    while (bytes > maxBytes && count > 1) {
      count = Math.ceil(count / 2);
      bytes = sizeOf(start, count);
    }
    yield { start, rows: count, bytes };
    start += count;
  }
}

/** About how many bytes some rows of an array take once they are converted. */
function bytesOfRows(array: ArrowArray, start: number, rows: number): number {
  const { type, children } = array;
  const childBytes = (from: number, count: number) =>
    children.reduce((sum, child) => sum + bytesOfRows(child, from, count), 0);
  switch (type.typeId) {
    case typeIds.utf8:
    case typeIds.largeUtf8:
    case typeIds.binary:
    case typeIds.largeBinary:
      return extent(array, start, rows)[1];
    case typeIds.utf8View:
    case typeIds.binaryView:
      return viewedBytes(array, start, rows);
    case typeIds.fixedSizeBinary:
      return rows * (type.byteWidth ?? 0);
    case typeIds.struct:
      return (childBytes(start, rows) + rows * slotBytes) * jsonFactor;
    case typeIds.fixedSizeList: {
      const size = type.listSize ?? 0;
      return childBytes(start * size, rows * size) * jsonFactor;
    }
    case typeIds.list:
    case typeIds.largeList:
    case typeIds.map: {
      const [first, count] = extent(array, start, rows);
      return (childBytes(first, count) + rows) * jsonFactor;
    }
    case typeIds.dictionary:
      return rows * wordBytes(array);
  }
  return rows * slotBytes;
}

/** Where the values or elements of some rows begin, and how many there are. */
function extent(array: ArrowArray, start: number, rows: number): readonly [first: number, count: number] {
  if (rows === 0) return [0, 0];
  const offsetOf = offsetReader(array);
  const first = offsetOf(start);
  return [first, offsetOf(start + rows) - first];
}

function viewedBytes({ values }: ArrowArray, start: number, rows: number): number {
  if (!values) return 0;
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  let bytes = 0;
  for (let row = start; row < start + rows; row++) bytes += Math.max(view.getInt32(row * viewBytes, true), 0);
  return bytes;
}

/** The average size of a dictionary's words. */
function wordBytes({ dictionary }: ArrowArray): number {
  const chunks = dictionary?.data ?? [];
  const words = chunks.reduce((sum, { length }) => sum + length, 0);
  const bytes = chunks.reduce((sum, chunk) => sum + bytesOfRows(chunk, 0, chunk.length), 0);
  return words === 0 ? slotBytes : bytes / words;
}
