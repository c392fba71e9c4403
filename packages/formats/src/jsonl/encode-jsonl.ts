import type { ColumnBatch, ColumnVector, TextFileRules } from '@sluice/schema';
import { isPresent } from '../pgcopy/is-present.ts';
import { withoutNul } from '../pgcopy/without-nul.ts';
import { decimals } from '../text/decimals.ts';
import { encodeRows } from '../text/encode-rows.ts';
import { booleans, doubleReader, doubles, integers } from '../text/numbers.ts';

import type { TextSink, WriteValue } from '../text/text-sink.ts';
import { dates, times, timestamps } from '../text/times.ts';
import { base64Bytes } from './base64-bytes.ts';
import { jsonStrings, jsonValues } from './json-texts.ts';

const [quote, comma, newline, open, close] = [0x22, 0x2c, 0x0a, 0x7b, 0x7d];

/**
 * A JSONL file with the rows of a batch, as chunks that share their memory: an object on each line, nulls left out.
 *
 * Integers have all their digits, also beyond 2^53. Strings are what a JSON number does not hold exactly or at all:
 * decimals, `NaN` and the infinities; timestamps, dates and times (ISO 8601, in UTC), and bytes (base64). JSON stays
 * what it is.
 *
 * @throws FORMAT_ROW_TOO_LARGE for a row beyond what `rules` allow.
 */
export function encodeJsonl(batch: ColumnBatch, rules: TextFileRules = {}): Iterable<Uint8Array> {
  const columns = batch.columns.map((column) => ({
    key: new TextEncoder().encode(`${JSON.stringify(column.name)}:`),
    validity: column.nullCount === 0 ? null : column.validity,
    write: writerOf(column, rules),
  }));
  const writeRow = (sink: TextSink, row: number) => {
    sink.reserve(1);
    sink.byte(open);
    let isFirst = true;
    for (const { key, validity, write } of columns) {
      if (!isPresent(validity, row)) continue;
      sink.reserve(1);
      if (!isFirst) sink.byte(comma);
      isFirst = false;
      sink.append(key);
      write(sink, row);
    }
    sink.reserve(2);
    sink.byte(close);
    sink.byte(newline);
  };
  return encodeRows(batch, rules, { writeRow });
}

function writerOf(column: ColumnVector, { nul = true }: TextFileRules): WriteValue {
  const { type } = column;
  switch (type.kind) {
    case 'bool':
      return booleans(column);
    case 'int64':
      return integers(column);
    case 'float64':
      return finiteOrQuoted(column);
    case 'decimal128':
      return quoted(decimals(column, type.scale));
    case 'date32':
      return quoted(dates(column));
    case 'time64':
      return quoted(times(column));
    case 'timestamp':
      return quoted(timestamps(column, type));
    case 'binary':
      return quoted(base64Bytes(column));
    case 'utf8':
      return jsonStrings(nul ? column : withoutNul(column));
    case 'json':
      return jsonValues(nul ? column : withoutNul(column));
  }
}

function quoted(write: WriteValue): WriteValue {
  return (sink, row) => {
    sink.reserve(1);
    sink.byte(quote);
    write(sink, row);
    sink.reserve(1);
    sink.byte(quote);
  };
}

function finiteOrQuoted(column: ColumnVector): WriteValue {
  const doubleAt = doubleReader(column);
  const write = doubles(column);
  const writeQuoted = quoted(write);
  return (sink, row) => (Number.isFinite(doubleAt(row)) ? write(sink, row) : writeQuoted(sink, row));
}
