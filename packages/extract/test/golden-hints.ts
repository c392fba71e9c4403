import type { Table, Value } from '@sluice/schema';
import { decodeGolden } from '../../schema/test/golden.ts';
import { type Incremental, incremental, type ResourceHints } from '../src/index.ts';

/** dlt's names of hints → ours. */
const names: Readonly<Record<string, string>> = {
  table_name: 'table',
  parent_table_name: 'parentTable',
  write_disposition: 'writeDisposition',
  primary_key: 'primaryKey',
  merge_key: 'mergeKey',
  columns: 'columns',
  nested_hints: 'nested',
  references: 'references',
  schema_contract: 'schemaContract',
  file_format: 'fileFormat',
  table_format: 'tableFormat',
  max_table_nesting: 'maxNesting',
  incremental: 'cursor',
};

type Fields = Readonly<Record<string, Value>>;

/** Hints of a golden case as ours. */
export function toHints(spec: Fields): ResourceHints<unknown> {
  const { additional_table_hints: annotations, ...hints } = spec;
  const own = Object.entries(hints)
    .filter(([hint]) => names[hint])
    .map(([hint, value]) => [names[hint], convert(hint, value)]);
  return { ...Object.fromEntries(own), ...(annotations as object) };
}

export function toCursor(spec: Fields): Incremental {
  const { cursor_path, range_start, range_end, ...options } = spec;
  const range = { ...(range_start ? { start: range_start } : {}), ...(range_end ? { end: range_end } : {}) };
  const known = Object.entries({ ...options, range }).map(([key, value]) => [
    cursorNames[key] ?? camel(key),
    value,
  ]);
  return incremental(String(cursor_path), Object.fromEntries(known));
}

const cursorNames: Readonly<Record<string, string>> = {
  last_value_func: 'lastValue',
  on_cursor_value_missing: 'onMissing',
};

function convert(hint: string, value: Value): unknown {
  const fields = value as Fields;
  if (hint === 'table_name' && isObject(value))
    return (record: Fields) => `${fields.prefix ?? ''}${record[String(fields.field)]}`;
  if (isObject(value) && 'from_field' in value) return (record: Fields) => record[String(fields.from_field)];
  switch (hint) {
    case 'columns':
      return toColumns(value);
    case 'write_disposition':
      return isObject(value) ? camelKeys(value) : value;
    case 'references':
      return (value as Fields[]).map(camelKeys);
    case 'nested_hints':
      return Object.fromEntries(
        (value as Fields[]).map((nested) => [[nested.path].flat().join('.'), toHints(nested)]),
      );
    case 'incremental':
      return toCursor(decodeGolden(value) as Fields);
    default:
      return value;
  }
}

function toColumns(value: Value): unknown {
  const columns = Array.isArray(value)
    ? (value as Fields[]).map((column): [string, Fields] => [String(column.name), column])
    : Object.entries(value as Readonly<Record<string, Fields>>);
  return Object.fromEntries(columns.map(([name, { name: _, ...column }]) => [name, camelKeys(column)]));
}

function camelKeys(fields: Fields): object {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [camel(key), value]));
}

function camel(key: string): string {
  return key.startsWith('x-') ? key : key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isObject(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A table as the document has it, columns by name. */
export function tableDocument(table: Table | undefined): unknown {
  return table && { ...table, columns: Object.fromEntries(table.columns) };
}
