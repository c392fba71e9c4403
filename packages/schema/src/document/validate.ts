import { dataTypes } from '../data-type.ts';
import { SluiceError } from '../errors.ts';
import { isPattern } from '../hints/pattern.ts';
import { entriesOf, fieldsOf } from './fields.ts';

/** Looks at one value of a document; says what is wrong with it, at which path. */
type Check = (value: unknown, path: string) => void;

/**
 * Checks a document that people may have written by hand: that it has no key but the format's (and `x-…`), that
 * values are of the right kind, and that every table is nested in one that exists. What is absent is not missed.
 *
 * @param parsed the document as parsed from JSON or YAML. Objects may be maps.
 * @throws SCHEMA_INVALID naming the path of the first thing that is wrong.
 */
export function validateSchema(parsed: unknown): void {
  document(parsed, '');
  const tables = fieldsOf(fieldsOf(parsed, 'the document').tables ?? {}, 'tables');
  for (const [name, table] of Object.entries(tables)) {
    const { parent } = fieldsOf(table, name);
    if (typeof parent === 'string' && !Object.hasOwn(tables, parent))
      throw invalid(`tables.${name}.parent`, `names ${JSON.stringify(parent)}, which does not exist`);
  }
}

function invalid(path: string, what: string): SluiceError {
  return new SluiceError('SCHEMA_INVALID', `${path || 'The document'} ${what}`, {
    place: { path },
    remedy: 'Correct the document; annotations of your own begin with x-',
  });
}

const kind =
  (name: string, holds: (value: unknown) => boolean): Check =>
  (value, path) => {
    if (!holds(value)) throw invalid(path, `is no ${name}`);
  };

const text = kind('text', (value) => typeof value === 'string');
const flag = kind('true or false', (value) => typeof value === 'boolean');
const integer = kind('integer', (value) => Number.isInteger(value));
const pattern = kind('pattern of names', (value) => typeof value === 'string' && isPattern(value));
const anything: Check = () => {};

const oneOf = (...allowed: readonly unknown[]): Check =>
  kind(`one of ${allowed.join(', ')}`, (value) => allowed.includes(value));

const optional =
  (check: Check): Check =>
  (value, path) => {
    if (value !== null) check(value, path);
  };

const list =
  (check: Check): Check =>
  (value, path) => {
    if (!Array.isArray(value)) throw invalid(path, 'is no list');
    for (const [index, item] of value.entries()) check(item, `${path}[${index}]`);
  };

const record =
  (key: Check, check: Check): Check =>
  (value, path) => {
    for (const [name, inner] of objectEntries(value, path)) {
      key(name, `${path}.${name}`);
      check(inner, path ? `${path}.${name}` : name);
    }
  };

const fields =
  (known: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    for (const [name, inner] of objectEntries(value, path)) {
      if (name.startsWith('x-')) continue;
      const inside = path ? `${path}.${name}` : name;
      const check = Object.hasOwn(known, name) ? known[name] : undefined;
      if (!check) throw invalid(inside, 'is no key of the format');
      check(inner, inside);
    }
  };

function objectEntries(value: unknown, path: string): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(path, 'is no object');
  return entriesOf(value, path);
}

const dataType = oneOf(...dataTypes);
const mode = oneOf('evolve', 'freeze', 'discard_row', 'discard_value');
const contractOfEntities = fields({ tables: mode, columns: mode, data_type: mode });
const contract: Check = (value, path) => (typeof value === 'string' ? mode : contractOfEntities)(value, path);

const column = fields({
  name: text,
  data_type: optional(dataType),
  precision: optional(integer),
  scale: optional(integer),
  description: optional(text),
  dedup_sort: optional(oneOf('asc', 'desc')),
  ...Object.fromEntries(
    [
      'nullable',
      'timezone',
      'primary_key',
      'merge_key',
      'partition',
      'cluster',
      'sort',
      'unique',
      'row_key',
      'parent_key',
      'root_key',
      'hard_delete',
      'incremental',
      'variant',
    ].map((name) => [name, optional(flag)]),
  ),
});

const reference = fields({
  label: optional(text),
  cardinality: optional(text),
  table: optional(text),
  columns: list(text),
  referenced_table: text,
  referenced_columns: list(text),
});

const table = fields({
  name: text,
  description: optional(text),
  columns: record(text, column),
  resource: optional(text),
  parent: optional(text),
  write_disposition: optional(oneOf('skip', 'append', 'replace', 'merge')),
  table_format: optional(oneOf('iceberg', 'delta', 'hive', 'native')),
  file_format: optional(text),
  schema_contract: optional(contract),
  filters: optional(fields({ excludes: optional(list(pattern)), includes: optional(list(pattern)) })),
  references: optional(list(reference)),
  variant_name: optional(text),
});

const document = fields({
  version: optional(integer),
  version_hash: optional(text),
  engine_version: integer,
  name: text,
  tables: record(text, table),
  settings: fields({
    detections: optional(list(text)),
    default_hints: optional(record(text, list(pattern))),
    preferred_types: optional(record(pattern, dataType)),
    schema_contract: optional(contract),
  }),
  normalizers: fields({
    names: text,
    json: fields({ module: text, config: optional(record(text, anything)) }),
    use_break_path_on_normalize: optional(flag),
    allow_identifier_change_on_table_with_data: optional(flag),
    detections: optional(list(text)),
  }),
  previous_hashes: list(text),
  imported_version_hash: optional(text),
  description: optional(text),
});
