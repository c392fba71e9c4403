import type { CarrierType } from '../src/pgcopy/carrier-type.ts';
import { decodePgcopyHeader } from '../src/pgcopy/header.ts';
import type { Cell } from './vectors.ts';

/** Days from 1970 to 2000. */
const epochDays = 10_957;
const epochMicros = BigInt(epochDays) * 86_400_000_000n;

/** What a binary COPY file holds: its columns by name, and their types. */
export function readPgcopy(file: Uint8Array): {
  columns: Record<string, Cell[]>;
  types: Record<string, string>;
} {
  const header = decodePgcopyHeader(file);
  if (!header) throw new Error('The header is not one of sluice');
  const columns = header.columns.map(({ name, type }) => ({ name, type, cells: [] as Cell[] }));
  for (const fields of readFields(file, header.length))
    columns.forEach(({ type, cells }, index) => {
      cells.push(cellOf(fields[index] ?? null, type));
    });
  return {
    columns: Object.fromEntries(columns.map(({ name, cells }) => [name, cells])),
    types: Object.fromEntries(columns.map(({ name, type }) => [name, type])),
  };
}

/** The fields of each row, as they lie in the file. */
export function readFields(file: Uint8Array, start: number): (Buffer | null)[][] {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const rows: (Buffer | null)[][] = [];
  let at = start;
  for (let count = bytes.readInt16BE(at); count !== -1; count = bytes.readInt16BE(at)) {
    at += 2;
    const fields: (Buffer | null)[] = [];
    for (let field = 0; field < count; field++) {
      const length = bytes.readInt32BE(at);
      at += 4;
      fields.push(length === -1 ? null : bytes.subarray(at, at + length));
      at += Math.max(length, 0);
    }
    rows.push(fields);
  }
  if (at + 2 !== bytes.length) throw new Error('There is something behind the trailer');
  return rows;
}

function cellOf(field: Buffer | null, type: CarrierType): Cell {
  if (field === null) return null;
  switch (type) {
    case 'bool':
      return field.readInt8() === 1;
    case 'int8':
    case 'time':
      return field.readBigInt64BE();
    case 'timestamp':
    case 'timestamptz':
      return field.readBigInt64BE() + epochMicros;
    case 'date':
      return field.readInt32BE() + epochDays;
    case 'float8':
      return field.readDoubleBE();
    case 'numeric':
      return unscaled(field);
    case 'text':
      return field.toString();
    case 'jsonb':
      if (field[0] !== 1) throw new Error('The version of jsonb is 1');
      return field.toString('utf8', 1);
    case 'bytea':
      return new Uint8Array(field);
  }
}

/** A numeric as an integer, scaled by its own scale. */
function unscaled(field: Buffer): bigint {
  const count = field.readInt16BE(0);
  const weight = field.readInt16BE(2);
  const sign = field.readUInt16BE(4);
  const scale = field.readInt16BE(6);
  const digits = Array.from({ length: count }, (_, digit) => field.readInt16BE(8 + digit * 2));
  if (digits[0] === 0 || digits.at(-1) === 0) throw new Error('A digit at either end is zero');
  if (digits.some((digit) => digit < 0 || digit > 9999)) throw new Error('A digit is out of range');
  if (count === 0 && (weight !== 0 || sign !== 0)) throw new Error('A zero has a weight or a sign');
  // Each digit counts 10000^(weight - index); in units of 10^-scale, and divided out where it lies lower.
  const parts = digits.map((digit, index) => scaled(BigInt(digit), 4 * (weight - index) + scale));
  const magnitude = parts.reduce((sum, part) => sum + part, 0n);
  return sign === 0 ? magnitude : -magnitude;
}

function scaled(digit: bigint, exponent: number): bigint {
  if (exponent >= 0) return digit * 10n ** BigInt(exponent);
  const divisor = 10n ** BigInt(-exponent);
  if (digit % divisor !== 0n) throw new Error('A digit lies beyond the scale');
  return digit / divisor;
}
