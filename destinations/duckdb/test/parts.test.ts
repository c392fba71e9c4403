import { loadEncoder } from '@sluice/formats';
import type { Column, ColumnVector, VectorType } from '@sluice/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capabilities } from '../src/capabilities.ts';
import { type Workbench, workbench } from './workbench.ts';

let bench: Workbench;
beforeEach(async () => {
  bench = await workbench();
});
afterEach(() => bench.remove());

const int64 = (value: bigint) => new Uint8Array(BigInt64Array.of(value).buffer);
const utf8 = (text: string) => new TextEncoder().encode(text);

/** One value and one null. */
function vector(name: string, type: VectorType, value: Uint8Array): ColumnVector {
  const isText = ['utf8', 'json', 'binary'].includes(type.kind);
  const values = isText ? value : new Uint8Array(value.length * 2);
  if (!isText) values.set(value);
  return {
    name,
    type,
    length: 2,
    nullCount: 1,
    validity: Uint8Array.of(0b01),
    values: type.kind === 'bool' ? Uint8Array.of(1) : values,
    offsets: isText ? Int32Array.of(0, value.length, value.length) : null,
  };
}

const micros = int64(1709243999123456n);
const decimal = new Uint8Array(16);
decimal.set(int64(12345n));

describe.each(capabilities.fileFormats)('%s', (format) => {
  test.each<[type: VectorType, value: Uint8Array, column: Omit<Column, 'name'>, read: unknown]>([
    [{ kind: 'bool' }, Uint8Array.of(1), { data_type: 'bool' }, true],
    [{ kind: 'int64' }, int64(-7n), { data_type: 'bigint' }, -7],
    [{ kind: 'int64' }, int64(-7n), { data_type: 'bigint', precision: 8 }, -7],
    [{ kind: 'int64' }, int64(-7n), { data_type: 'bigint', precision: 16 }, -7],
    [{ kind: 'int64' }, int64(-7n), { data_type: 'bigint', precision: 32 }, -7],
    [{ kind: 'int64' }, int64(-7n), { data_type: 'bigint', precision: 128 }, -7],
    [{ kind: 'float64' }, new Uint8Array(Float64Array.of(1.5).buffer), { data_type: 'double' }, 1.5],
    [{ kind: 'date32' }, new Uint8Array(Int32Array.of(19782).buffer), { data_type: 'date' }, '2024-02-29'],
    [{ kind: 'time64' }, int64(86399123456n), { data_type: 'time' }, '23:59:59.123456'],
    [{ kind: 'utf8' }, utf8('ü'), { data_type: 'text' }, 'ü'],
    [{ kind: 'json' }, utf8('{"a":[1]}'), { data_type: 'json' }, '{"a":[1]}'],
    [{ kind: 'binary' }, Uint8Array.of(0, 255), { data_type: 'binary' }, Uint8Array.of(0, 255)],
    [{ kind: 'timestamp', utc: true }, micros, { data_type: 'timestamp' }, '2024-02-29T21:59:59.123456Z'],
    [
      { kind: 'timestamp', utc: false },
      micros,
      { data_type: 'timestamp', timezone: false },
      '2024-02-29T21:59:59.123456',
    ],
    [
      { kind: 'timestamp', utc: false },
      micros,
      { data_type: 'timestamp', timezone: false, precision: 9 },
      '2024-02-29T21:59:59.123456000',
    ],
    [{ kind: 'decimal128', precision: 38, scale: 9 }, decimal, { data_type: 'decimal' }, '0.000012345'],
    [
      { kind: 'decimal128', precision: 10, scale: 2 },
      decimal,
      { data_type: 'decimal', precision: 10, scale: 2 },
      '123.45',
    ],
    [{ kind: 'decimal128', precision: 38, scale: 0 }, decimal, { data_type: 'wei' }, '12345'],
  ])('a part of %o is read as %o', async (type, value, column, read) => {
    const ids = { ...vector('id', { kind: 'int64' }, int64(1n)), validity: null, nullCount: 0 };
    const id: ColumnVector = { ...ids, values: new Uint8Array(BigInt64Array.of(1n, 2n).buffer) };
    const encoder = await loadEncoder(format);
    const encode = (table: string): Uint8Array =>
      Buffer.concat(
        [...encoder.encode({ table, rows: 2, columns: [vector('v', type, value), id] })].map((chunk) =>
          Buffer.from(chunk),
        ),
      );
    // An append reads the part by INSERT, a merge by a view with casts.
    for (const name of ['append', 'merge'] as const) {
      const columns: Column[] = [
        { name: 'v', ...column },
        { name: 'id', data_type: 'bigint', primary_key: true },
      ];
      const parts = [[{ v: 0, id: 0 }]];
      await bench.load({
        tables: [{ name, hints: { write_disposition: name }, columns, parts }],
        encode,
        format,
      });
      const rows = await bench.rows(`SELECT v FROM data."${name}" ORDER BY id`);
      expect(rows.map(([cell]) => (cell instanceof Uint8Array ? new Uint8Array(cell) : cell))).toEqual([
        read,
        null,
      ]);
    }
  });
});
