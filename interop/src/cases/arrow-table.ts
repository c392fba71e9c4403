import * as values from '@sluice/schema';
import {
  Binary,
  Bool,
  type DataType,
  DateDay,
  Decimal,
  Dictionary,
  Field,
  FixedSizeBinary,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  List,
  makeData,
  Null,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimeMicrosecond,
  Timestamp,
  TimeUnit,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  Vector,
  vectorFromArray,
} from 'apache-arrow';
import { at, type Json, listOf, textAt } from '../json/json.ts';
import { decodeValue } from '../units/values.ts';
import { NotImplementedError } from './not-implemented.ts';

const SIMPLE: Readonly<Record<string, () => DataType>> = {
  null: () => new Null(),
  bool: () => new Bool(),
  int8: () => new Int8(),
  int16: () => new Int16(),
  int32: () => new Int32(),
  int64: () => new Int64(),
  uint8: () => new Uint8(),
  uint16: () => new Uint16(),
  uint32: () => new Uint32(),
  uint64: () => new Uint64(),
  float: () => new Float32(),
  double: () => new Float64(),
  string: () => new Utf8(),
  binary: () => new Binary(),
  date32: () => new DateDay(),
  'time64[us]': () => new TimeMicrosecond(),
};

const UNITS: Readonly<Record<string, TimeUnit>> = {
  s: TimeUnit.SECOND,
  ms: TimeUnit.MILLISECOND,
  us: TimeUnit.MICROSECOND,
  ns: TimeUnit.NANOSECOND,
};

/** A type as Arrow prints it. */
function arrowType(text: string): DataType {
  const simple = SIMPLE[text];
  if (simple) return simple();
  const [, unit, zone] = /^timestamp\[(s|ms|us|ns)(?:,\s*([\w/+:-]+))?\]$/.exec(text) ?? [];
  if (unit !== undefined) return new Timestamp(UNITS[unit] ?? TimeUnit.MICROSECOND, zone ?? null);
  const [, precision, scale] = /^decimal128\((\d+),\s*(-?\d+)\)$/.exec(text) ?? [];
  if (precision !== undefined) return new Decimal(Number(scale), Number(precision), 128);
  const [, width] = /^fixed\[(\d+)\]$/.exec(text) ?? [];
  if (width !== undefined) return new FixedSizeBinary(Number(width));
  const [, words] = /^dictionary<(.+)>$/.exec(text) ?? [];
  if (words !== undefined) return new Dictionary(arrowType(words), new Int32());
  const [, element] = /^list<(.+)>$/.exec(text) ?? [];
  if (element !== undefined) return new List(new Field('item', arrowType(element), true));
  const [, fields] = /^struct<(.+)>$/.exec(text) ?? [];
  if (fields !== undefined) {
    return new Struct(
      fields.split(';').map((field) => {
        const [name = '', type = ''] = field.split(':');
        return new Field(name, arrowType(type), true);
      }),
    );
  }
  throw new NotImplementedError(`the Arrow type ${text}`);
}

/** The Arrow table of a case: `fields` and `rows`. */
export function arrowTable(spec: Json): Table {
  const rows = listOf(at(spec, 'rows'));
  const fields = listOf(at(spec, 'fields')).map(
    (field) =>
      new Field(textAt(field, 'name'), arrowType(textAt(field, 'type')), at(field, 'nullable') !== false),
  );
  const columns = fields.map(({ name, type }) =>
    columnOf(
      rows.map((row) => at(row, name) ?? null),
      type,
    ),
  );
  const schema = new Schema(fields);
  const children = columns.map((column) => column.data[0] ?? makeData({ type: new Null() }));
  const batch = makeData({ type: new Struct(fields), length: rows.length, nullCount: 0, children });
  return new Table(schema, [new RecordBatch(schema, batch)]);
}

function columnOf(cells: readonly Json[], type: DataType): Vector {
  if (type instanceof Timestamp || type instanceof TimeMicrosecond) return instantsOf(cells, type);
  return vectorFromArray(
    cells.map((cell) => toArrow(decodeValue(cell), type)),
    type,
  );
}

/** Built by hand: the library's builders take milliseconds, and lose what is below. */
function instantsOf(cells: readonly Json[], type: Timestamp | TimeMicrosecond): Vector {
  const data = new BigInt64Array(cells.length);
  const validity = new Uint8Array(Math.ceil(cells.length / 8));
  cells.forEach((cell, i) => {
    const value = decodeValue(cell);
    if (value === null) return;
    validity[i >> 3] = (validity[i >> 3] ?? 0) | (1 << (i & 7));
    if (value instanceof values.Timestamp) data[i] = inUnit(value.micros, type.unit);
    if (value instanceof values.PlainTime) data[i] = BigInt(value.micros);
  });
  const nullCount = cells.filter((cell) => cell === null).length;
  return new Vector([
    makeData({ type: type as Timestamp, length: cells.length, nullCount, nullBitmap: validity, data }),
  ]);
}

function inUnit(micros: bigint, unit: TimeUnit): bigint {
  if (unit === TimeUnit.NANOSECOND) return micros * 1000n;
  return (
    micros /
    { [TimeUnit.SECOND]: 1_000_000n, [TimeUnit.MILLISECOND]: 1000n, [TimeUnit.MICROSECOND]: 1n }[unit]
  );
}

/** What the library's builders take for a value. */
function toArrow(value: values.Value, type: DataType): unknown {
  if (value === null) return null;
  if (value instanceof values.Double) return value.value;
  if (value instanceof values.PlainDate) return new Date(value.days * 86_400_000);
  if (value instanceof values.Decimal && type instanceof Decimal) return decimalWords(value.text, type.scale);
  if (type instanceof Int64 || type instanceof Uint64) return BigInt(value as number | bigint);
  if (type instanceof List && Array.isArray(value)) {
    const { type: inner } = type.children[0] ?? { type: new Null() };
    return value.map((item) => toArrow(item as values.Value, inner));
  }
  if (type instanceof Struct && typeof value === 'object') {
    const entries = Object.entries(value as Record<string, values.Value>);
    const typeOf = (name: string): DataType =>
      (type as Struct).children.find((field) => field.name === name)?.type ?? new Null();
    return Object.fromEntries(entries.map(([name, item]) => [name, toArrow(item, typeOf(name))]));
  }
  return value;
}

/** A 128-bit integer, little end first. */
function decimalWords(text: string, scale: number): Uint32Array {
  const [whole = '0', fraction = ''] = text.split('.');
  const unscaled = BigInt.asUintN(128, BigInt(whole + fraction.padEnd(scale, '0').slice(0, scale)));
  return Uint32Array.from([0n, 32n, 64n, 96n], (shift) => Number((unscaled >> shift) & 0xffff_ffffn));
}
