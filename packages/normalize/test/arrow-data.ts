import {
  type Data,
  type DataType,
  Dictionary,
  Field,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  Time,
  Timestamp,
  Vector,
  vectorFromArray,
} from 'apache-arrow';

/** What a column of Arrow data is made of: its type and its cells, as the library takes them. */
export interface ArrowColumn {
  readonly type: DataType;
  readonly cells: readonly unknown[];
  /** Default true. */
  readonly nullable?: boolean;
}

/** A record batch of columns with the same number of cells. */
export function batchOf(columns: Readonly<Record<string, ArrowColumn>>): RecordBatch {
  const entries = Object.entries(columns);
  const fields = entries.map(([name, { type, nullable = true }]) => new Field(name, type, nullable));
  const length = entries[0]?.[1].cells.length ?? 0;
  const children = entries.map(([, column]) => arrayOf(column));
  return new RecordBatch(
    new Schema(fields),
    makeData({ type: new Struct(fields), length, nullCount: 0, children }),
  );
}

export function tableOf(...batches: readonly RecordBatch[]): Table {
  const [first] = batches;
  return first ? new Table(first.schema, [...batches]) : new Table();
}

function arrayOf({ type, cells }: ArrowColumn): Data {
  // The library's builders take milliseconds for any unit, and lose what is below.
  if (type instanceof Timestamp || (type instanceof Time && type.bitWidth === 64)) return longs(type, cells);
  if (type instanceof Dictionary) return indices(type, cells);
  const [array] = vectorFromArray([...cells], type).data;
  return array ?? makeData({ type });
}

function longs(type: Timestamp | Time, cells: readonly unknown[]): Data {
  const data = BigInt64Array.from(cells, (cell) => BigInt((cell as bigint | null) ?? 0x7fff_ffff_ffff_ffffn));
  return makeData({ type: type as Timestamp, length: cells.length, data, nullBitmap: bitmapOf(cells) });
}

/** The library's builder knows no indices of 64 bits. */
function indices(type: Dictionary, cells: readonly unknown[]): Data {
  const words = [...new Set(cells.filter((cell) => cell !== null && cell !== undefined))];
  const found = cells.map((cell) => Math.max(words.indexOf(cell ?? 0), 0));
  const isLong = Number(type.indices.bitWidth) === 64;
  const data: unknown = isLong ? BigInt64Array.from(found, BigInt) : found;
  return makeData({
    type,
    length: cells.length,
    data: data as Int32Array,
    nullBitmap: bitmapOf(cells),
    dictionary: new Vector([arrayOf({ type: type.dictionary, cells: words })]),
  });
}

function bitmapOf(cells: readonly unknown[]): Uint8Array {
  const bits = new Uint8Array(Math.ceil(cells.length / 8));
  for (const [row, cell] of cells.entries())
    if (cell !== null) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  return bits;
}

/** The same rows in other shapes: in a table, behind rows that were cut off, in batches of several sizes. */
export function shapesOf(
  columns: Readonly<Record<string, ArrowColumn>>,
): [name: string, data: Table | RecordBatch][] {
  const rows = Object.values(columns)[0]?.cells.length ?? 0;
  const pick = (from: number, to: number) =>
    batchOf(
      Object.fromEntries(
        Object.entries(columns).map(([name, { cells, ...column }]) => [
          name,
          {
            ...column,
            cells: Array.from({ length: to - from }, (_, row) => cells[(from + row + rows * 16) % rows]),
          },
        ]),
      ),
    );
  const whole = pick(0, rows);
  const cut = (before: number, after: number) => pick(-before, rows + after).slice(before, before + rows);
  return [
    ['a record batch', whole],
    ['a table', tableOf(whole)],
    ['a slice that begins within a byte', cut(3, 2)],
    ['a slice that begins with a byte', cut(8, 3)],
    ['a slice of a slice', cut(11, 5).slice(0, rows)],
    ['a slice of a table', tableOf(pick(-13, rows + 1)).slice(13, 13 + rows)],
    ['batches of one row and of the others', tableOf(pick(0, 1), pick(1, rows))],
    ['slices of batches', tableOf(cut(9, 1).slice(0, 2), cut(2, 9).slice(2, rows))],
  ];
}
