import {
  coerceValue,
  type DataType,
  type Decimal,
  dataTypeOf,
  double,
  encodeJson,
  HexBytes,
  normalizeTimestamp,
  notCoercible,
  type PlainDate,
  type PlainTime,
  parseDecimal,
  type Timestamp,
  type Value,
  type Wei,
} from '@sluice/schema';
import type { Found } from './rebuild.ts';
import type { Tree } from './tree.ts';

/** How what was found differs from what was given, a line each: every value must be what its column makes of it. */
export function differences(given: Tree, found: Tree<Found>, path = ''): string[] {
  const names = new Set([...given.cells.keys(), ...found.cells.keys()]);
  const tables = new Set([...given.lists.keys(), ...found.lists.keys()]);
  return [
    ...[...names].flatMap((name) =>
      cellDifference(given.cells.get(name), found.cells.get(name), `${path}.${name}`),
    ),
    ...[...tables].flatMap((table) => {
      const [before, after] = [given.lists.get(table) ?? [], found.lists.get(table) ?? []];
      if (before.length !== after.length)
        return [`${path} ${table}: ${after.length} rows of ${before.length}`];
      return before.flatMap((tree, index) => {
        const other = after[index];
        return other ? differences(tree, other, `${path} ${table}[${index}]`) : [];
      });
    }),
  ];
}

function cellDifference(given: Value | undefined, found: Found | undefined, path: string): string[] {
  if (given === undefined) return found ? [`${path}: ${print(found.value)} out of nothing`] : [];
  const as = found?.column.data_type ?? 'text';
  const kept = coerceValue(given, dataTypeOf(given), as);
  // A text may hold nothing but the JSON null.
  if (kept === null && !found) return [];
  if (!found) return [`${path}: ${print(given)} is lost`];
  if (kept === notCoercible) return [`${path}: ${print(given)} is in a column of type ${as}`];
  const [before, after] = [
    canonical(kept, as, found.column.timezone),
    canonical(found.value, as, found.column.timezone),
  ];
  return before === after ? [] : [`${path} (${as}): ${before} came back as ${after}`];
}

/** A text that two values of one column have in common where they are the same value. */
function canonical(value: Value, type: DataType, timezone = true): string {
  switch (type) {
    case 'bigint':
      return BigInt(value as number | bigint).toString();
    case 'double': {
      const text = String(coerceValue(value, dataTypeOf(value), 'text'));
      return text === '-0.0' ? '0.0' : text;
    }
    case 'timestamp':
      return normalizeTimestamp(value as Timestamp, timezone).micros.toString();
    case 'date':
      return String((value as PlainDate).days);
    case 'time':
      return String((value as PlainTime).micros);
    case 'decimal':
    case 'wei':
      return shortest((value as Decimal | Wei).text);
    case 'binary':
      return (value instanceof HexBytes ? value.bytes : (value as Uint8Array)).join();
    default:
      return typeof value === 'string' ? value : encodeJson(value);
  }
}

/** A decimal without the zeros that the scale of its column adds. */
function shortest(text: string): string {
  const parts = parseDecimal(text);
  if (!parts) return text;
  const digits = parts.digits.replace(/0+$/, '');
  return digits === ''
    ? '0'
    : `${parts.negative ? '-' : ''}${digits}e${parts.exponent + parts.digits.length - digits.length}`;
}

function print(value: Value): string {
  return `${dataTypeOf(value)} ${encodeJson(typeof value === 'number' ? double(value) : value)}`.slice(
    0,
    200,
  );
}
