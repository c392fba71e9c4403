import type { QueryResult, QueryValue } from '@sluice/load';
import { readArray } from './read-array.ts';
import { dataTypeOf, elementType, typeText } from './type-names.ts';

/** A result in `rowMode: 'array'`, with the types `rawTypes`. */
export interface RawResult {
  readonly fields: readonly {
    readonly name: string;
    readonly dataTypeID: number;
    readonly dataTypeModifier: number;
  }[];
  readonly rows: readonly (readonly (string | null)[])[];
}

/** For queries whose result goes through `toQueryResult`: the driver's own values lose microseconds and digits. */
export const rawTypes = { getTypeParser: () => (text: string) => text };

/** Makes the texts that Postgres sends, to a session in UTC with ISO dates, what `QueryValue` says they are. */
export function toQueryResult({ fields, rows }: RawResult): QueryResult {
  const readers = fields.map(({ dataTypeID }) => valueReader(dataTypeID));
  const columns = fields.map(({ name, dataTypeID, dataTypeModifier }) => {
    const type = typeText(dataTypeID, dataTypeModifier);
    return { name, type, dataType: dataTypeOf(type) };
  });
  return {
    columns,
    rows: rows.map((row) =>
      row.map((text, index) => (text === null ? null : (readers[index] ?? asText)(text))),
    ),
  };
}

function valueReader(oid: number): (text: string) => QueryValue {
  const element = elementType(oid);
  if (element === undefined) return readers.get(oid) ?? asText;
  const read = valueReader(element);
  return (text) => readArray(text, read) ?? text;
}

const asText = (text: string): QueryValue => text;

const readers = new Map<number, (text: string) => QueryValue>([
  [16, (text) => text === 't'],
  [17, readBytes],
  [20, readInteger],
  [21, Number],
  [23, Number],
  [26, Number],
  [700, Number],
  [701, Number],
  [1083, withMicros],
  [1114, readTimestamp],
  [1184, readTimestamp],
]);

function readInteger(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}

/** Infinities, years before Christ and years of more than four digits, which ISO 8601 has not, stay as they are. */
function readTimestamp(text: string): string {
  const [, date, time, zone] = /^(\d{4}-\d\d-\d\d) ([\d:.]+)(\+00)?$/.exec(text) ?? [];
  if (date === undefined || time === undefined) return text;
  return `${date}T${withMicros(time)}${zone === undefined ? '' : 'Z'}`;
}

/** Postgres leaves out zeros at the end. */
function withMicros(time: string): string {
  const [seconds, fraction = ''] = time.split('.');
  return `${seconds}.${fraction.padEnd(6, '0')}`;
}

function readBytes(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text.slice('\\x'.length), 'hex'));
}
