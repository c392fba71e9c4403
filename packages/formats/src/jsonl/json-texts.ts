import type { ColumnVector } from '@sluice/schema';
import type { TextSink, WriteValue } from '../text/text-sink.ts';

const [quote, backslash] = [0x22, 0x5c];
/** The first byte that a JSON string may hold as it is. */
const firstPlain = 0x20;
/** `\u0000` */
const escapeBytes = 6;
const noOffsets = new Int32Array(1);
/** The letters of the escapes that JSON has for control characters, by their code. */
const letters = new Map([
  [0x08, 'b'],
  [0x09, 't'],
  [0x0a, 'n'],
  [0x0c, 'f'],
  [0x0d, 'r'],
]);
const escapes = Array.from({ length: firstPlain }, (_, code) =>
  new TextEncoder().encode(`\\${letters.get(code) ?? `u${code.toString(16).padStart(4, '0')}`}`),
);
/** From so many bytes on, the room for a text is counted, not guessed. */
const longText = 4096;

/** Texts as JSON strings. */
export function jsonStrings(column: ColumnVector): WriteValue {
  const { values, length } = column;
  const ends = column.offsets ?? noOffsets;
  const first = ends[0] ?? 0;
  const end = ends[length] ?? 0;
  return roomFor(values, first, end) === end - first ? plainStrings(column) : escapedStrings(column);
}

/** Texts of a column that has nothing to escape. */
function plainStrings({ values, offsets }: ColumnVector): WriteValue {
  const ends = offsets ?? noOffsets;
  const view = new DataView(values.buffer, values.byteOffset, values.byteLength);
  return (sink, row) => {
    const start = ends[row] ?? 0;
    const end = ends[row + 1] ?? 0;
    sink.reserve(end - start + 2);
    sink.byte(quote);
    sink.copy(view, start, end);
    sink.byte(quote);
  };
}

function escapedStrings({ values, offsets }: ColumnVector): WriteValue {
  const ends = offsets ?? noOffsets;
  return (sink, row) => {
    const start = ends[row] ?? 0;
    const end = ends[row + 1] ?? 0;
    const isShort = end - start < longText;
    sink.reserve((isShort ? escapeBytes * (end - start) : roomFor(values, start, end)) + 2);
    sink.byte(quote);
    for (let from = start; from < end; from++) {
      const byte = values[from] ?? 0;
      if (byte < firstPlain) {
        writeEscape(sink, byte);
        continue;
      }
      if (byte === quote || byte === backslash) sink.byte(backslash);
      sink.byte(byte);
    }
    sink.byte(quote);
  };
}

/** JSON as it is, but on one line: line breaks between its values become blanks. */
export function jsonValues({ values, offsets }: ColumnVector): WriteValue {
  const ends = offsets ?? noOffsets;
  return (sink, row) => {
    const start = ends[row] ?? 0;
    const end = ends[row + 1] ?? 0;
    sink.reserve(end - start);
    const { bytes, length } = sink;
    for (let from = start; from < end; from++)
      bytes[length + from - start] = Math.max(values[from] ?? 0, firstPlain);
    sink.length = length + end - start;
  };
}

/** The bytes that a text takes with its escapes. */
function roomFor(bytes: Uint8Array, start: number, end: number): number {
  let room = end - start;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < firstPlain) room += escapeBytes - 1;
    else if (byte === quote || byte === backslash) room++;
  }
  return room;
}

function writeEscape(sink: TextSink, byte: number): void {
  const sequence = escapes[byte];
  if (sequence) sink.append(sequence);
}
