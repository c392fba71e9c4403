import type { TextSink } from './text-sink.ts';

const zero = 0x30;
const minus = 0x2d;
const groupDigits = 8;
const group = 10 ** groupDigits;
/** Digits of 2^53, and a sign. */
const maxDigits = 17;

/** Writes a whole number that a double holds exactly. */
export function writeInteger(sink: TextSink, value: number): void {
  sink.reserve(maxDigits);
  let rest = value;
  if (rest < 0) {
    sink.byte(minus);
    rest = -rest;
  }
  let digits = 1;
  for (let limit = 10; rest >= limit; limit *= 10) digits++;
  fillDigits(sink, rest, digits);
}

/** Writes so many digits of a number that is not negative, zeros in front of it where it has fewer. */
export function writePadded(sink: TextSink, value: number, digits: number): void {
  sink.reserve(digits);
  fillDigits(sink, value, digits);
}

function fillDigits(sink: TextSink, value: number, digits: number): void {
  const { bytes, length } = sink;
  const end = length + digits;
  let rest = value;
  let at = end;
  // Small integers are split far faster than doubles.
  while (at - length > groupDigits) {
    const upper = Math.floor(rest / group);
    at = fillGroup(bytes, (rest - upper * group) | 0, at, groupDigits);
    rest = upper;
  }
  fillGroup(bytes, rest | 0, at, at - length);
  sink.length = end;
}

/** Fills digits from the last to the first, and returns where the first is. */
function fillGroup(bytes: Uint8Array, value: number, end: number, digits: number): number {
  let rest = value;
  let at = end;
  for (let index = 0; index < digits; index++) {
    const upper = (rest / 10) | 0;
    bytes[--at] = zero + rest - upper * 10;
    rest = upper;
  }
  return at;
}
