import { describe, expect, test } from 'vitest';
import {
  coerceValue,
  type DataType,
  decodeTypedJson,
  encodeJson,
  formatTime,
  inferType,
  normalizeTimestamp,
  notCoercible,
  PlainDate,
  PlainTime,
  parseIso,
  portableRuntime,
  removeMarkers,
  type Timestamp,
  timeNotation,
  type Value,
} from '../src/index.ts';
import { decodeGolden, encodeGolden, type GoldenLine, goldenUnits } from './golden.ts';

const failed = Symbol('failed');

/** Compares by what the golden files would write: a decoded output, or the failure. */
function expectGolden(line: GoldenLine, run: (input: Value) => Value | typeof failed): void {
  let actual: Value | typeof failed;
  try {
    actual = run(decodeGolden(line.in));
  } catch {
    actual = failed;
  }
  const expected = line.error === undefined ? encodeGolden(decodeGolden(line.out ?? null)) : failed;
  expect(actual === failed ? failed : encodeGolden(actual)).toEqual(expected);
}

function coerce(value: Value, from: DataType, to: DataType): Value | typeof failed {
  const coerced = coerceValue(value, from, to);
  return coerced === notCoercible ? failed : coerced;
}

function titled(table: string): (readonly [string, GoldenLine])[] {
  return goldenUnits(table).map((line, index) => [
    `${index + 1}: ${encodeJson(line.in)} ${encodeJson(line.settings)}`,
    line,
  ]);
}

function isUuid(value: Value): boolean {
  return encodeJson(value).includes('"$type":"uuid"');
}

test.each(titled('coerce-value'))('coerce-value %s', (_, line) => {
  const { from, to } = line.settings as { from: DataType; to: DataType };
  expectGolden(line, (input) => coerce(input, from, to));
});

describe('datetime-parse', () => {
  const readings: Record<string, (input: Value) => Value | typeof failed> = {
    iso: (input) => parseIso(input as string) ?? failed,
    timestamp: (input) => coerceTo(input, 'timestamp'),
    date: (input) => coerceTo(input, 'date'),
    // A time with an offset is one in UTC, as a text says it too.
    time: (input) => coerceTo(input instanceof PlainTime ? formatTime(input) : input, 'time'),
    format: (input) => timeNotation(input as string),
  };

  function coerceTo(input: Value, to: DataType): Value | typeof failed {
    return coerce(input, inferType(input, []), to);
  }

  test.each(titled('datetime-parse'))('%s', (_, line) => {
    expectGolden(line, readings[String(line.settings.as)] ?? (() => failed));
  });
});

test.each(titled('infer-type'))('infer-type %s', (_, line) => {
  // JavaScript has no type for UUIDs: where dlt refuses one, we see a text.
  const expected = isUuid(line.in) ? { ...line, error: undefined, out: 'text' } : line;
  expectGolden(expected as GoldenLine, (input) => inferType(input, line.settings.detections as string[]));
});

test.each(titled('typed-json'))('typed-json %s', (_, line) => {
  const value = decodeGolden(line.in);
  const { typed, plain, back } = line.out as { typed: string; plain: string; back: Value };
  expect(encodeJson(value, { typed: true })).toBe(typed);
  expect(encodeJson(value, { sortKeys: line.settings.sort_keys === true })).toBe(plain);
  expect(encodeGolden(decodeTypedJson(typed))).toEqual(encodeGolden(decodeGolden(back)));
});

test.each(titled('typed-json-decode'))('typed-json-decode %s', (_, line) => {
  expectGolden(line, (input) => decodeTypedJson(input as string));
});

test.each(titled('pua-remove'))('pua-remove %s', (_, line) => {
  expectGolden(line, removeMarkers);
});

test.each(titled('plain-json'))('plain-json %s', (_, line) => {
  expectGolden(line, (input) => encodeJson(input));
});

test.each(titled('normalize-timezone'))('normalize-timezone %s', (_, line) => {
  expectGolden(line, (input) => normalizeTimestamp(input as Timestamp, line.settings.timezone === true));
});

test.each(titled('to-timezone'))('to-timezone %s', (_, line) => {
  expectGolden(line, (input) => {
    const moment = input instanceof PlainDate ? coerceValue(input, 'date', 'timestamp') : input;
    const inUtc = normalizeTimestamp(moment as Timestamp, true);
    return line.settings.as === 'date' ? coerce(inUtc, 'timestamp', 'date') : inUtc;
  });
});

test.each(titled('digest128'))('digest128 %s', (_, line) => {
  expectGolden(line, (input) => portableRuntime.shake128(String(input), Number(line.settings.bytes)));
});

test.each(titled('digest256'))('digest256 %s', (_, line) => {
  expectGolden(line, (input) => portableRuntime.sha3_256(String(input)));
});
