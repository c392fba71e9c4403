/**
 * What a value costs on its way from JavaScript into a column, and from there into Parquet: a million rows of ten
 * columns, nanoseconds per value, the third round of three. The second core should be idle.
 *
 *   node --conditions=@sluice/source bench/encode.ts
 */

import { encodeParquet } from '../packages/formats/src/index.ts';
import { type ColumnBuilder, createBuilder } from '../packages/normalize/src/columns/column-builder.ts';
import { createMeter } from '../packages/normalize/src/columns/memory-meter.ts';
import type { ColumnVector, VectorType } from '../packages/schema/src/index.ts';

type Cell = boolean | number | string | null;

const rows = 1_000_000;
const batchRows = 65_536;
const distinct = 8192;
const startOf2024 = Date.UTC(2024, 0, 1) * 1000;

const columns: readonly (readonly [name: string, type: VectorType, cell: (index: number) => Cell])[] = [
  ['small integer', { kind: 'int64' }, (index) => index],
  ['large integer', { kind: 'int64' }, () => upTo(2 ** 50)],
  ['integer or null', { kind: 'int64' }, () => (upTo(5) === 0 ? null : upTo(1000))],
  ['double', { kind: 'float64' }, () => Math.random() * 1000],
  ['boolean', { kind: 'bool' }, () => upTo(2) === 0],
  ['timestamp', { kind: 'timestamp', utc: true }, () => startOf2024 + upTo(10 ** 13)],
  ['text, 8–20', { kind: 'utf8' }, () => word(8 + upTo(12))],
  ['text, 20–32, or null', { kind: 'utf8' }, () => (upTo(10) === 0 ? null : word(20 + upTo(12)))],
  ['text, 30–90', { kind: 'utf8' }, () => word(30 + upTo(60))],
  ['text, some not ASCII', { kind: 'utf8' }, () => (upTo(3) === 0 ? `Zürich ${word(5)}` : word(9))],
];

function upTo(limit: number): number {
  return Math.floor(Math.random() * limit);
}

function word(length: number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + upTo(26))).join('');
}

const runtime = {
  writeUtf8: (text: string, target: Uint8Array, offset: number): number =>
    Buffer.prototype.write.call(target, text, offset),
};

/** A loop of its own for each column, so that none pays for the kinds of the others. */
type Fill = (builder: ColumnBuilder, cells: readonly Cell[], rows: number) => void;
const newFill = () =>
  new Function(
    'builder',
    'cells',
    'rows',
    `for (let row = 0; row < rows; row++) {
      const cell = cells[row % ${distinct}];
      if (cell === null) continue;
      if (builder.length !== row) builder.padTo(row);
      builder.push(cell);
    }
    builder.padTo(rows);`,
  ) as Fill;

function measure([name, type, cell]: (typeof columns)[number]): {
  name: string;
  push: string;
  encode: string;
} {
  const cells = Array.from({ length: distinct }, (_, index) => cell(index));
  const builder = createBuilder(type, runtime, createMeter());
  const fill = newFill();
  let [push, encode] = [0, 0];
  for (let round = 0; round < 3; round++) {
    [push, encode] = [0, 0];
    for (let done = 0; done < rows; done += batchRows) {
      const start = performance.now();
      fill(builder, cells, Math.min(batchRows, rows - done));
      const pushed = performance.now();
      const vector: ColumnVector = builder.take(name);
      encodeParquet({ table: 'bench', rows: vector.length, columns: [vector] });
      push += pushed - start;
      encode += performance.now() - pushed;
    }
  }
  const perValue = (ms: number) => ((ms * 1e6) / rows).toFixed(1);
  return { name, push: perValue(push), encode: perValue(encode) };
}

console.table(columns.map(measure));
