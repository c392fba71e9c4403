import { z } from 'zod';
import { dataTypes } from '../data-type.ts';
import { cardinalities } from '../document/cardinality.ts';
import { isPattern } from '../hints/pattern.ts';

const text = z.string({ error: 'is no text' });
const flag = z.boolean({ error: 'is neither true nor false' });
const integer = z.int({ error: 'is no integer' });
const pattern = text.refine(isPattern, { error: 'is no pattern of names' });
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `is none of ${values.join(', ')}` });
const listOf = <T extends z.ZodType>(items: T) => z.array(items, { error: 'is no list' });
const mapOf = <T extends z.ZodType>(keys: z.ZodString, values: T) =>
  z.record(keys, values, { error: ({ code }) => (code === 'invalid_key' ? undefined : 'is no object') });

/** An object with these keys, and annotations: keys that begin with `x-`. What is absent is not missed. */
const fields = <T extends z.ZodRawShape>(shape: T) =>
  z.looseObject(shape, { error: 'is no object' }).superRefine(
    (object, context) => {
      for (const key of Object.keys(object))
        if (!key.startsWith('x-') && !Object.hasOwn(shape, key))
          context.addIssue({ code: 'custom', path: [key], message: 'is no key of the format' });
    },
    // Also where one of the values is wrong: whoever corrects a file wants to know everything at once.
    { when: ({ value }) => typeof value === 'object' && value !== null && !Array.isArray(value) },
  );

const dataType = oneOf(dataTypes);
const detection = oneOf([
  'timestamp',
  'iso_timestamp',
  'iso_date',
  'large_integer',
  'hexbytes_to_text',
  'wei_to_double',
]);
const mode = oneOf(['evolve', 'freeze', 'discard_row', 'discard_value']);
const contract = z.union(
  [mode, fields({ tables: mode.nullish(), columns: mode.nullish(), data_type: mode.nullish() })],
  { error: 'is neither a contract mode nor an object of one for tables, columns and data_type' },
);

const flags = [
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
] as const;

const column = fields({
  name: text.nullish(),
  data_type: dataType.nullish(),
  precision: integer.nullish(),
  scale: integer.nullish(),
  description: text.nullish(),
  dedup_sort: oneOf(['asc', 'desc']).nullish(),
  ...Object.fromEntries(flags.map((name) => [name, flag.nullish()])),
});

const reference = fields({
  label: text.nullish(),
  cardinality: oneOf(cardinalities).nullish(),
  table: text.nullish(),
  columns: listOf(text).optional(),
  referenced_table: text.optional(),
  referenced_columns: listOf(text).optional(),
});

const table = fields({
  name: text.nullish(),
  description: text.nullish(),
  columns: mapOf(text, column).optional(),
  resource: text.nullish(),
  parent: text.nullish(),
  write_disposition: oneOf(['skip', 'append', 'replace', 'merge']).nullish(),
  table_format: oneOf(['iceberg', 'delta', 'hive', 'native']).nullish(),
  file_format: text.nullish(),
  schema_contract: contract.nullish(),
  filters: fields({ excludes: listOf(pattern).nullish(), includes: listOf(pattern).nullish() }).nullish(),
  references: listOf(reference).nullish(),
  variant_name: text.optional(),
  table_sealed: flag.nullish(),
});

/** What a schema document may hold: the format's own keys with values of their kinds, at every level. */
export const documentShape = fields({
  version: integer.optional(),
  version_hash: text.optional(),
  engine_version: integer.optional(),
  name: text.optional(),
  tables: mapOf(text, table).optional(),
  settings: fields({
    detections: listOf(detection).nullish(),
    default_hints: mapOf(text, listOf(pattern)).nullish(),
    preferred_types: mapOf(pattern, dataType).nullish(),
    schema_contract: contract.nullish(),
  }).nullish(),
  normalizers: fields({
    names: text.optional(),
    json: fields({ module: text.optional(), config: mapOf(text, z.unknown()).nullish() }).optional(),
    use_break_path_on_normalize: flag.nullish(),
    allow_identifier_change_on_table_with_data: flag.nullish(),
    detections: listOf(text).nullish(),
  }).optional(),
  previous_hashes: listOf(text).optional(),
  imported_version_hash: text.nullish(),
  description: text.nullish(),
});
