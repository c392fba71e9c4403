import { isObject, type Json, type JsonObject } from '../json/json.ts';

/** A point in time as read from a destination: kept as such, because load times become labels. */
export class Instant {
  readonly micros: bigint;
  /** False: a wall clock without a zone. */
  readonly aware: boolean;
  constructor(micros: bigint, aware: boolean) {
    this.micros = micros;
    this.aware = aware;
  }
}

/** The parsed content of a JSON column. */
export class JsonCell {
  readonly value: Json;
  constructor(value: Json) {
    this.value = value;
  }
}

/** What one cell holds. Values that JSON has no form for are `{"$type", "v"}` objects already. */
export type Cell = Json | Instant | JsonCell;
export type Row = ReadonlyMap<string, Cell>;

export interface Column {
  readonly name: string;
  /** The destination's own type text; null where files have none. */
  readonly type: string | null;
  readonly nullable: boolean | null;
}

/** A table as read, rows in no particular order. */
export interface RawTable {
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** Relative paths, where tables are files. */
  readonly files?: readonly string[];
}

export function tagged(type: string, value: Json): JsonObject {
  return new Map<string, Json>([
    ['$type', type],
    ['v', value],
  ]);
}

const SAFE = 2n ** 53n;

/** Plain JSON as it stands in an outcome: large integers and non-numbers get their tag. */
export function encodeJson(value: Json): Json {
  if (typeof value === 'bigint')
    return value < SAFE && value > -SAFE ? value : tagged('bigint', value.toString());
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return tagged('float', Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf');
  }
  if (Array.isArray(value)) return value.map(encodeJson);
  if (isObject(value)) return new Map([...value].map(([key, item]) => [key, encodeJson(item)]));
  return value;
}

export function encodeInstant(value: Instant): Json {
  return tagged('datetime', instantText(value));
}

/** ISO 8601 as Python prints it: microseconds only where there are some, UTC as `+00:00`. */
export function instantText(value: Instant): string {
  const days = floorDivide(value.micros, DAY);
  return `${dayText(Number(days))}T${clockText(value.micros - days * DAY)}${value.aware ? '+00:00' : ''}`;
}

/** `days` since 1970-01-01 as `YYYY-MM-DD`. */
export function dayText(days: number): string {
  const text = new Date(days * 86_400_000).toISOString();
  return text.slice(0, text.indexOf('T'));
}

/** Microseconds since midnight as `HH:MM:SS[.ffffff]`. */
export function clockText(micros: bigint): string {
  const two = (n: bigint): string => n.toString().padStart(2, '0');
  const seconds = micros / 1_000_000n;
  const rest = micros % 1_000_000n;
  const clock = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  return rest === 0n ? clock : `${clock}.${rest.toString().padStart(6, '0')}`;
}

const DAY = 86_400_000_000n;

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}
