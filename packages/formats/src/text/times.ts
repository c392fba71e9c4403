import type { ColumnVector } from '@sluice/schema';
import type { TextSink, WriteValue } from './text-sink.ts';
import { writeInteger, writePadded } from './write-digits.ts';

const twoTo32 = 2 ** 32;
const secondsPerDay = 86_400;
const microsPerSecond = 1_000_000;
const nanosPerSecond = 1_000_000_000n;
/** What 2^32 microseconds are: whole seconds, and the rest. */
const wordSeconds = 4294;
const wordMicros = twoTo32 - wordSeconds * microsPerSecond;
const maxInteger = 2n ** 63n - 1n;
/** From 0000-03-01, where 400 years of the calendar start, to 1970-01-01. */
const epochDays = 719_468;
const daysPer400Years = 146_097;
const [dash, colon, point, letterT, space] = [0x2d, 0x3a, 0x2e, 0x54, 0x20];
/** The longest text of a timestamp, with room to spare. */
const maxLength = 64;

/** `2024-01-31`; before the year 1 `0044-03-15 (BC)`. */
export function dates({ values }: ColumnVector): WriteValue {
  const view = viewOf(values);
  return (sink, row) => {
    writeDate(sink, view.getInt32(row * 4, true));
  };
}

/** `23:59:59`, with six digits behind it where there are microseconds. */
export function times({ values }: ColumnVector): WriteValue {
  const view = viewOf(values);
  return (sink, row) => {
    writeTime(sink, secondsOf(view, row), microsOf(view, row), 6);
  };
}

/**
 * `2024-01-31T23:59:59+00:00`, with six digits of microseconds (nine of nanoseconds) where there are any; without the
 * offset where the column has no zone. The last values that 64 bits hold are what databases take for `infinity`.
 */
export function timestamps(
  column: ColumnVector,
  { utc, unit }: { readonly utc: boolean; readonly unit?: 'ns' },
): WriteValue {
  const view = viewOf(column.values);
  const zone = utc ? '+00:00' : '';
  if (unit === 'ns')
    return (sink, row) => {
      const value = view.getBigInt64(row * 8, true);
      const fraction = ((value % nanosPerSecond) + nanosPerSecond) % nanosPerSecond;
      writeMoment(sink, Number((value - fraction) / nanosPerSecond), Number(fraction), 9);
      sink.ascii(zone);
    };
  return (sink, row) => {
    const seconds = secondsOf(view, row);
    if (Math.abs(seconds) > infinitySeconds && isInfinity(view, row)) {
      sink.ascii(seconds < 0 ? '-infinity' : 'infinity');
      return;
    }
    writeMoment(sink, seconds, microsOf(view, row), 6);
    sink.ascii(zone);
  };
}

const infinitySeconds = 9_223_372_036_853;

function isInfinity(view: DataView, row: number): boolean {
  const value = view.getBigInt64(row * 8, true);
  return value === maxInteger || value === -maxInteger;
}

/** The seconds that have passed at a number of microseconds. */
function secondsOf(view: DataView, row: number): number {
  const high = view.getInt32(row * 8 + 4, true);
  return high * wordSeconds + Math.floor(restOf(view, row, high) / microsPerSecond);
}

/** The microseconds on top of them. */
function microsOf(view: DataView, row: number): number {
  const rest = restOf(view, row, view.getInt32(row * 8 + 4, true));
  return rest - Math.floor(rest / microsPerSecond) * microsPerSecond;
}

/** What is left without the whole seconds of the upper half: a double holds it exactly, which it may not all of it. */
function restOf(view: DataView, row: number, high: number): number {
  return high * wordMicros + view.getUint32(row * 8, true);
}

function writeMoment(sink: TextSink, seconds: number, fraction: number, digits: number): void {
  const days = Math.floor(seconds / secondsPerDay);
  const isBeforeChrist = writeDate(sink, days);
  sink.byte(isBeforeChrist ? space : letterT);
  writeTime(sink, seconds - days * secondsPerDay, fraction, digits);
}

function writeTime(sink: TextSink, seconds: number, fraction: number, digits: number): void {
  sink.reserve(maxLength);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  writePadded(sink, hours, 2);
  sink.byte(colon);
  writePadded(sink, minutes - hours * 60, 2);
  sink.byte(colon);
  writePadded(sink, seconds - minutes * 60, 2);
  if (fraction === 0) return;
  sink.byte(point);
  writePadded(sink, fraction, digits);
}

/** Writes a day of the Gregorian calendar, counted from 1970; returns whether it is before the year 1. */
function writeDate(sink: TextSink, days: number): boolean {
  sink.reserve(maxLength);
  const shifted = days + epochDays;
  const era = Math.floor(shifted / daysPer400Years);
  const day = (shifted - era * daysPer400Years) | 0;
  // Years that begin in March have their leap day at the end.
  const year = ((day - ((day / 1460) | 0) + ((day / 36_524) | 0) - ((day / 146_096) | 0)) / 365) | 0;
  const dayOfYear = day - (365 * year + ((year / 4) | 0) - ((year / 100) | 0));
  const month = ((5 * dayOfYear + 2) / 153) | 0;
  const dayOfMonth = dayOfYear - (((153 * month + 2) / 5) | 0) + 1;
  const civilYear = era * 400 + year + (month >= 10 ? 1 : 0);
  const isBeforeChrist = civilYear < 1;
  writeYear(sink, isBeforeChrist ? 1 - civilYear : civilYear);
  sink.byte(dash);
  writePadded(sink, month < 10 ? month + 3 : month - 9, 2);
  sink.byte(dash);
  writePadded(sink, dayOfMonth, 2);
  if (isBeforeChrist) sink.ascii(' (BC)');
  return isBeforeChrist;
}

function writeYear(sink: TextSink, year: number): void {
  if (year > 9999) writeInteger(sink, year);
  else writePadded(sink, year, 4);
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
