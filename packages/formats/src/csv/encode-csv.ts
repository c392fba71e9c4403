import type { ColumnBatch, ColumnVector, TextFileRules } from '@sluice/schema';
import { isPresent } from '../pgcopy/is-present.ts';
import { withoutNul } from '../pgcopy/without-nul.ts';
import { decimals } from '../text/decimals.ts';
import { encodeRows } from '../text/encode-rows.ts';
import { booleans, doubles, integers } from '../text/numbers.ts';

import type { TextSink, WriteValue } from '../text/text-sink.ts';
import { dates, times, timestamps } from '../text/times.ts';
import { hexBytes } from './hex-bytes.ts';
import { quotedTexts } from './quoted-texts.ts';

const [comma, newline] = [0x2c, 0x0a];

/**
 * A CSV file (RFC 4180, but lines end with LF) with the rows of a batch, as chunks that share their memory: a line of
 * quoted names, then the rows.
 *
 * An empty field is null, `""` is the empty text: texts and JSON are always quoted, nothing else ever is. Timestamps,
 * dates and times are ISO 8601 in UTC, decimals and integers have all their digits, bytes are `\x00ff`.
 *
 * @throws FORMAT_ROW_TOO_LARGE for a row beyond what `rules` allow.
 */
export function encodeCsv(batch: ColumnBatch, rules: TextFileRules = {}): Iterable<Uint8Array> {
  const columns = batch.columns.map((column) => ({
    validity: column.nullCount === 0 ? null : column.validity,
    write: writerOf(column, rules),
  }));
  const writeRow = (sink: TextSink, row: number) => {
    for (let index = 0; index < columns.length; index++) {
      const column = columns[index];
      sink.reserve(2);
      if (index > 0) sink.byte(comma);
      if (column && isPresent(column.validity, row)) column.write(sink, row);
    }
    sink.reserve(1);
    sink.byte(newline);
  };
  return encodeRows(batch, rules, { head: headOf(batch), writeRow });
}

function headOf({ columns }: ColumnBatch): Uint8Array {
  const names = columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`);
  return new TextEncoder().encode(`${names.join(',')}\n`);
}

function writerOf(column: ColumnVector, { nul = true }: TextFileRules): WriteValue {
  const { type } = column;
  switch (type.kind) {
    case 'bool':
      return booleans(column);
    case 'int64':
      return integers(column);
    case 'float64':
      return doubles(column);
    case 'decimal128':
      return decimals(column, type.scale);
    case 'date32':
      return dates(column);
    case 'time64':
      return times(column);
    case 'timestamp':
      return timestamps(column, type);
    case 'binary':
      return hexBytes(column);
    case 'utf8':
    case 'json':
      return quotedTexts(nul ? column : withoutNul(column));
  }
}
