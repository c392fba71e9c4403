import type { ColumnBatch, ColumnVector, VectorType } from '@sluice/schema';

/** A value as tests write it: integers, times and unscaled decimals as bigint, dates as days. */
export type Cell = null | boolean | number | bigint | string | Uint8Array;

/** A column with these cells, laid out by the Arrow rules. Null slots are filled with rubbish, which Arrow allows. */
export function vectorOf(name: string, type: VectorType, cells: readonly Cell[]): ColumnVector {
  const length = cells.length;
  const nullCount = cells.filter((cell) => cell === null).length;
  const rest = {
    name,
    type,
    length,
    nullCount,
    validity: nullCount === 0 ? null : bitmap(cells.map(isPresent)),
  };
  if (type.kind === 'utf8' || type.kind === 'json' || type.kind === 'binary') {
    const values = cells.map((cell) => (cell instanceof Uint8Array ? cell : Buffer.from(String(cell ?? ''))));
    const offsets = new Int32Array(length + 1);
    values.forEach((value, row) => {
      offsets[row + 1] = (offsets[row] ?? 0) + value.length;
    });
    return { ...rest, values: Buffer.concat(values), offsets };
  }
  if (type.kind === 'bool')
    return { ...rest, values: bitmap(cells.map((cell) => cell !== false)), offsets: null };
  return { ...rest, values: fixedWidth(type, cells), offsets: null };
}

function fixedWidth(type: VectorType, cells: readonly Cell[]): Uint8Array {
  const width = type.kind === 'date32' ? 4 : type.kind === 'decimal128' ? 16 : 8;
  const view = new DataView(new ArrayBuffer(cells.length * width));
  cells.forEach((cell, row) => {
    const at = row * width;
    if (type.kind === 'date32') view.setInt32(at, Number(cell ?? 12345), true);
    else if (type.kind === 'float64') view.setFloat64(at, Number(cell ?? 1e300), true);
    else {
      const integer = BigInt((cell as bigint | null) ?? -7n);
      view.setBigInt64(at, BigInt.asIntN(64, integer), true);
      if (width === 16) view.setBigInt64(at + 8, integer >> 64n, true);
    }
  });
  return new Uint8Array(view.buffer);
}

function bitmap(bits: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  bits.forEach((bit, row) => {
    if (bit) bytes[row >> 3] = (bytes[row >> 3] ?? 0) | (1 << (row & 7));
  });
  return bytes;
}

function isPresent(cell: Cell): boolean {
  return cell !== null;
}

export function batchOf(columns: readonly ColumnVector[]): ColumnBatch {
  return { table: 't', rows: columns[0]?.length ?? 0, columns };
}
