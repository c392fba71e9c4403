import {
  coerceValue,
  type DataType,
  decodeTypedJson,
  encodeJson,
  inferType,
  normalizeTimestamp,
  notCoercible,
  PlainDate,
  PlainTime,
  parseIso,
  portableRuntime,
  removeMarkers,
  Timestamp,
  timeNotation,
  type Value,
} from '@sluice/schema';
import { at, isObject, type Json, listOf } from '../json/json.ts';
import { Refused, type UnitAdapter } from './adapter.ts';
import { decodeValue, encodeValue } from './values.ts';

function coerce(value: Value, from: DataType, to: DataType): Value {
  const coerced = coerceValue(value, from, to);
  if (coerced === notCoercible) throw new Refused(`${from} to ${to}: no conversion`);
  return coerced;
}

/** Unit files name the kind beside the value. */
function withKind(value: Value): Json {
  const encoded = encodeValue(value);
  const kind =
    value instanceof Timestamp
      ? 'datetime'
      : value instanceof PlainDate
        ? 'date'
        : value instanceof PlainTime
          ? 'time'
          : null;
  return isObject(encoded) && kind !== null ? new Map([...encoded, ['kind', kind]]) : encoded;
}

const datetimeParse: UnitAdapter = (input, settings) => {
  const as = String(at(settings, 'as'));
  const value = decodeValue(input);
  if (as === 'iso') {
    const parsed = parseIso(String(value));
    if (parsed === null) throw new Refused('no ISO date or time');
    return withKind(parsed);
  }
  if (as === 'format') return timeNotation(String(value));
  return withKind(coerce(value, inferType(value, []), as as DataType));
};

const typedJson: UnitAdapter = (input, settings) => {
  const value = decodeValue(input);
  const typed = encodeJson(value, { typed: true });
  return encodeValue(
    new Map<string, unknown>([
      ['typed', typed],
      ['plain', encodeJson(value, { sortKeys: at(settings, 'sort_keys') === true })],
      ['back', decodeTypedJson(typed)],
    ]),
  );
};

const toTimezone: UnitAdapter = (input, settings) => {
  const value = decodeValue(input);
  const moment = value instanceof PlainDate ? coerce(value, 'date', 'timestamp') : value;
  const inUtc = normalizeTimestamp(moment as Timestamp, true);
  return encodeValue(at(settings, 'as') === 'date' ? coerce(inUtc, 'timestamp', 'date') : inUtc);
};

export const valueAdapters: Readonly<Record<string, UnitAdapter>> = {
  'coerce-value': (input, settings) =>
    encodeValue(
      coerce(
        decodeValue(input),
        String(at(settings, 'from')) as DataType,
        String(at(settings, 'to')) as DataType,
      ),
    ),
  'infer-type': (input, settings) =>
    inferType(decodeValue(input), listOf(at(settings, 'detections')).map(String)),
  'datetime-parse': datetimeParse,
  'typed-json': typedJson,
  'typed-json-decode': (input) => encodeValue(decodeTypedJson(String(input))),
  'pua-remove': (input) => encodeValue(removeMarkers(decodeValue(input))),
  'plain-json': (input) => encodeJson(decodeValue(input)),
  'normalize-timezone': (input, settings) =>
    encodeValue(normalizeTimestamp(decodeValue(input) as Timestamp, at(settings, 'timezone') === true)),
  'to-timezone': toTimezone,
  digest128: (input, settings) => portableRuntime.shake128(String(input), Number(at(settings, 'bytes'))),
  digest256: (input) => portableRuntime.sha3_256(String(input)),
};
