import type { ColumnBatch, ColumnVector } from '@sluice/schema';

export type Cell = string | number | bigint | boolean | null;
export type Rows = Record<string, Cell>[];

/** Reads batches back into rows per table, by the rules of the Arrow layout and nothing of ours. */
export function collectRows(): { readonly tables: Record<string, Rows>; take(batch: ColumnBatch): void } {
  const tables: Record<string, Rows> = {};
  return {
    tables,
    take({ table, rows, columns }) {
      const read = Array.from({ length: rows }, (): Record<string, Cell> => ({}));
      for (const column of columns)
        for (const [index, cell] of cellsOf(column).entries()) {
          const row = read[index];
          if (row && cell !== null) row[column.name] = cell;
        }
      tables[table] = [...(tables[table] ?? []), ...read];
    },
  };
}

function cellsOf(vector: ColumnVector): Cell[] {
  const view = new DataView(vector.values.buffer, vector.values.byteOffset, vector.values.byteLength);
  return Array.from({ length: vector.length }, (_, row) => {
    if (vector.validity && !((vector.validity[row >> 3] ?? 0) & (1 << (row & 7)))) return null;
    return cellAt(vector, view, row);
  });
}

function cellAt({ type, offsets, values }: ColumnVector, view: DataView, row: number): Cell {
  switch (type.kind) {
    case 'bool':
      return ((values[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
    case 'int64':
    case 'timestamp':
    case 'time64': {
      const value = view.getBigInt64(row * 8, true);
      return value >= -(2n ** 53n) && value <= 2n ** 53n ? Number(value) : value;
    }
    case 'float64':
      return view.getFloat64(row * 8, true);
    case 'date32':
      return view.getInt32(row * 4, true);
    case 'utf8':
    case 'json':
      return new TextDecoder().decode(values.subarray(offsets?.[row], offsets?.[row + 1]));
    case 'binary':
      return [...values.subarray(offsets?.[row], offsets?.[row + 1])].join();
    case 'decimal128':
      return (view.getBigInt64(row * 16 + 8, true) << 64n) + view.getBigUint64(row * 16, true);
  }
}
