import { at, entriesOf, isObject, type Json, listOf } from '../json/json.ts';
import { decodeValue } from '../units/values.ts';
import { pick } from './items.ts';

/** Hints as a case has them, under dlt's names. What is not here is no hint. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['table_name', 'table'],
  ['write_disposition', 'writeDisposition'],
  ['primary_key', 'primaryKey'],
  ['merge_key', 'mergeKey'],
  ['columns', 'columns'],
  ['nested_hints', 'nested'],
  ['references', 'references'],
  ['schema_contract', 'schemaContract'],
  ['file_format', 'fileFormat'],
  ['loader_file_format', 'fileFormat'],
  ['table_format', 'tableFormat'],
  ['max_table_nesting', 'maxNesting'],
  ['selected', 'selected'],
  ['parent_table_name', 'parentTable'],
]);

export interface CaseHints {
  /** Hints for `resource` or `run`, under our names. */
  readonly fixed: Record<string, unknown>;
  /** Hints that look at each row: for `.with` after the producer. */
  readonly byRow: Record<string, unknown>;
}

export function toHints(spec: Json): CaseHints {
  const fixed: Record<string, unknown> = {};
  const byRow: Record<string, unknown> = {};
  for (const [key, value] of entriesOf(spec)) {
    if (key === 'additional_table_hints') Object.assign(fixed, decodeValue(value));
    const name = NAMES.get(key);
    if (name === undefined) continue;
    const rule = rowRule(key, value);
    if (rule) byRow[name] = rule;
    else fixed[name] = convert(key, value);
  }
  return { fixed, byRow };
}

/** `{field, prefix}` and `{from_field}` are functions of the row. */
function rowRule(key: string, value: Json): ((row: unknown) => unknown) | null {
  const field = key === 'table_name' ? at(value, 'field') : at(value, 'from_field');
  if (field === undefined) return null;
  const prefix = at(value, 'prefix');
  return (row) =>
    prefix === undefined && key !== 'table_name'
      ? pick(row, String(field))
      : `${prefix ?? ''}${pick(row, String(field))}`;
}

function convert(key: string, value: Json): unknown {
  switch (key) {
    case 'columns':
      return toColumns(value);
    case 'nested_hints':
      return Object.fromEntries(
        listOf(value).map((nested) => [nestedPath(at(nested, 'path') ?? null), toHints(nested).fixed]),
      );
    case 'write_disposition':
      return isObject(value) ? camelKeys(value) : decodeValue(value);
    case 'references':
      return listOf(value).map(camelKeys);
    default:
      return decodeValue(value);
  }
}

function toColumns(value: Json): Record<string, unknown> {
  const columns = isObject(value)
    ? [...value]
    : listOf(value).map((it) => [String(at(it, 'name')), it] as const);
  return Object.fromEntries(
    columns.map(([name, hints]) => {
      const { name: _, ...rest } = camelKeys(hints);
      return [name, rest];
    }),
  );
}

function nestedPath(path: Json): string {
  const pieces = typeof path === 'string' ? [path] : listOf(path).map(String);
  return pieces.map((piece) => (piece.includes('.') ? JSON.stringify(piece) : piece)).join('.');
}

/** An object with its keys as our options are spelled. */
export function camelKeys(value: Json): Record<string, unknown> {
  return Object.fromEntries(entriesOf(value).map(([key, item]) => [camelCase(key), decodeValue(item)]));
}

function camelCase(key: string): string {
  return key.startsWith('x-') ? key : key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
