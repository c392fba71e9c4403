import type { ColumnBatch, ColumnVector } from '@sluice/schema';

/** What is wrong with a batch by the rules of the Arrow layout and of `ColumnBatch`; nothing, where it is sound. */
export function flawsOf({ rows, columns }: ColumnBatch): string[] {
  const names = columns.map(({ name }) => name);
  return [
    ...(rows > 0 ? [] : ['a batch without rows']),
    ...(new Set(names).size === names.length ? [] : ['two columns of one name']),
    ...columns.flatMap((column) => columnFlaws(column, rows).map((flaw) => `${column.name}: ${flaw}`)),
  ];
}

function columnFlaws(column: ColumnVector, rows: number): string[] {
  const { length, nullCount, validity } = column;
  const nulls = validity === null ? 0 : countNulls(validity, length);
  return [
    ...(length === rows ? [] : [`${length} rows in a batch of ${rows}`]),
    ...(nulls === nullCount ? [] : [`${nulls} nulls where it says ${nullCount}`]),
    ...((validity === null) === (nullCount === 0) ? [] : ['a bitmap without nulls, or nulls without one']),
    ...(nullCount < rows ? [] : ['no value in any row']),
    ...(validity === null || validity.length === Math.ceil(length / 8) ? [] : ['a bitmap of another length']),
    ...(isVariableWidth(column) ? offsetFlaws(column) : widthFlaws(column)),
  ];
}

function countNulls(validity: Uint8Array, length: number): number {
  let nulls = 0;
  for (let row = 0; row < length; row++) if (((validity[row >> 3] ?? 0) & (1 << (row & 7))) === 0) nulls++;
  return nulls;
}

function isVariableWidth({ type }: ColumnVector): boolean {
  return type.kind === 'utf8' || type.kind === 'json' || type.kind === 'binary';
}

function offsetFlaws({ offsets, values, length, type }: ColumnVector): string[] {
  if (offsets === null) return ['no offsets'];
  if (offsets.length !== length + 1) return [`${offsets.length} offsets for ${length} rows`];
  if (offsets[0] !== 0 || offsets[length] !== values.length) return ['values outside the offsets'];
  if (offsets.some((offset, row) => row > 0 && offset < (offsets[row - 1] ?? 0)))
    return ['offsets that fall'];
  if (type.kind === 'binary') return [];
  const reader = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (let row = 0; row < length; row++) reader.decode(values.subarray(offsets[row], offsets[row + 1]));
  return [];
}

const widths = { date32: 4, decimal128: 16 } as const;

function widthFlaws({ type, values, offsets, length }: ColumnVector): string[] {
  const width = type.kind in widths ? widths[type.kind as keyof typeof widths] : 8;
  const bytes = type.kind === 'bool' ? Math.ceil(length / 8) : length * width;
  return [
    ...(offsets === null ? [] : ['offsets of a fixed width']),
    ...(values.length === bytes ? [] : [`${values.length} bytes of values instead of ${bytes}`]),
  ];
}
