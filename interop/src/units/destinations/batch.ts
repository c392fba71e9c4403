import type { ColumnBatch, ColumnVector, Table, VectorType } from '@sluice/schema';

/** Dates and timestamps are ISO 8601 text. */
export type Cell = null | boolean | bigint | string;
/** What is missing is null. */
export type Row = Readonly<Record<string, Cell>>;

/** Rows in Arrow layout; columns without a value are left out, as normalize leaves them out. */
export function toBatch(table: Table, rows: readonly Row[]): ColumnBatch {
  const columns = [...table.columns.values()]
    .map(({ name, data_type }) =>
      toVector(
        name,
        String(data_type),
        rows.map((row) => row[name] ?? null),
      ),
    )
    .filter(({ nullCount }) => nullCount < rows.length);
  return { table: table.name, rows: rows.length, columns };
}

function toVector(name: string, dataType: string, cells: readonly Cell[]): ColumnVector {
  const nullCount = cells.filter((cell) => cell === null).length;
  const common = {
    name,
    length: cells.length,
    nullCount,
    validity: bits(cells.map((cell) => cell !== null)),
  };
  const slots = (type: VectorType, values: Uint8Array) => ({ ...common, type, values, offsets: null });
  switch (dataType) {
    case 'text':
      return { ...common, type: { kind: 'utf8' }, ...texts(cells) };
    case 'bool':
      return slots({ kind: 'bool' }, bits(cells.map((cell) => cell === true)));
    case 'bigint':
      return slots({ kind: 'int64' }, bytesOf(BigInt64Array.from(cells, (cell) => BigInt(cell ?? 0))));
    case 'date':
      return slots({ kind: 'date32' }, bytesOf(Int32Array.from(cells, (cell) => millis(cell) / 86_400_000)));
    case 'timestamp':
      return slots(
        { kind: 'timestamp', utc: true },
        bytesOf(BigInt64Array.from(cells, (cell) => BigInt(millis(cell)) * 1000n)),
      );
    default:
      throw new TypeError(`no vectors of ${dataType}`);
  }
}

function texts(cells: readonly Cell[]): { values: Uint8Array; offsets: Int32Array } {
  const values = cells.map((cell) => Buffer.from(String(cell ?? '')));
  const offsets = new Int32Array(cells.length + 1);
  values.forEach((value, row) => {
    offsets[row + 1] = (offsets[row] ?? 0) + value.length;
  });
  return { values: Buffer.concat(values), offsets };
}

function bits(flags: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8));
  flags.forEach((flag, place) => {
    if (flag) bytes[place >> 3] = (bytes[place >> 3] ?? 0) | (1 << (place & 7));
  });
  return bytes;
}

function bytesOf({ buffer }: Int32Array | BigInt64Array): Uint8Array {
  return new Uint8Array(buffer);
}

function millis(cell: Cell): number {
  return cell === null ? 0 : Date.parse(String(cell));
}
