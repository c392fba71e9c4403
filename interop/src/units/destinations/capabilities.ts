import type { Capabilities } from '@sluice/load';
import { at, entriesOf, type Json, object } from '../../json/json.ts';
import type { OutcomeAdapter } from '../adapter.ts';
import { encodeValue } from '../values.ts';
import { engineNamed } from './engine.ts';

/** dlt's field → how it follows from what a destination of ours says it can do. */
const counterparts: Readonly<Record<string, (ours: Capabilities) => unknown>> = {
  decimal_precision: ({ types }) => types.decimal,
  wei_precision: ({ types }) => types.wei,
  timestamp_precision: ({ types }) => types.timestampPrecision,
  max_timestamp_precision: ({ types }) => types.maxTimestampPrecision,
  max_identifier_length: ({ identifiers }) => identifiers.maxLength,
  max_column_identifier_length: ({ identifiers }) => identifiers.maxColumnLength,
  has_case_sensitive_identifiers: ({ identifiers }) => identifiers.caseSensitive,
  max_text_data_type_length: ({ maxTextBytes }) => maxTextBytes,
  is_max_text_data_type_length_in_bytes: () => true,
  supported_merge_strategies: ({ mergeStrategies }) => mergeStrategies,
  supported_replace_strategies: ({ replaceStrategies }) => replaceStrategies,
  supports_ddl_transactions: ({ atomic }) => atomic === 'load',
  enforces_nulls_on_alter: ({ addsNotNullColumns }) => !addsNotNullColumns,
};

/** dlt's fields that nothing in our capabilities answers to → why. */
const others: Readonly<Record<string, string>> = Object.fromEntries(
  [
    {
      why: 'part of the dialect, judged by what is in the catalogue and the tables: `ddl`, `load-sql`',
      fields: ['alter_add_multi_column', 'supports_truncate_command', 'supports_create_table_if_not_exists'],
    },
    {
      why: 'part of the dialect, judged by `ddl-type`, `identifier-escape` and `literal-escape`',
      fields: [
        'escape_literal',
        'format_datetime_literal',
        'supports_binary_precision_configuration',
        'supports_naive_datetime',
        'supports_native_boolean',
        'supports_timestamp_precision_configuration',
        'supports_tz_aware_datetime',
        'supports_tz_aware_datetime_in_cast',
        'type_mapper',
      ],
    },
    {
      why: 'values are never written into statements, so that none of them grows with the data',
      fields: [
        'insert_values_writer_type',
        'is_max_query_length_in_bytes',
        'max_query_length',
        'max_query_parameters',
        'max_rows_per_insert',
        'supports_multiple_statements',
      ],
    },
    {
      why: 'part files are local: each destination has the format that it loads fastest',
      fields: [
        'loader_file_format_selector',
        'parquet_format',
        'preferred_loader_file_format',
        'recommended_file_size',
        'supported_loader_file_formats',
      ],
    },
    {
      why: 'unset for databases: there is no staging of files, and no table format, to choose',
      fields: [
        'preferred_staging_file_format',
        'preferred_table_format',
        'supported_staging_file_formats',
        'supported_table_formats',
        'supports_clone_table',
      ],
    },
    {
      why: 'how loading is spread over threads, which is not seen in a dataset',
      fields: ['loader_parallelism_strategy', 'max_parallel_load_jobs'],
    },
    {
      why: 'a function that narrows the strategies for one table: ours are refused by table instead',
      fields: ['merge_strategies_selector', 'replace_strategies_selector'],
    },
    {
      why: 'everything of a load is one transaction (`atomic`), whatever its statements are',
      fields: ['supports_transactions'],
    },
    {
      why: 'unset, or the same, for both databases, and nothing of ours depends on it',
      fields: [
        'dialect_capabilities',
        'max_table_nesting',
        'naming_convention',
        'null_safe_aggregate',
        'schema_supports_numeric_precision',
        'sqlglot_dialect',
        'supports_nested_types',
        'supports_session_timezone',
      ],
    },
  ].flatMap(({ why, fields }) => fields.map((field) => [field, why])),
);

/** What a destination can do, in dlt's terms. */
export const capabilityFields: OutcomeAdapter = {
  async ours({ input }) {
    const { capabilities } = await engineNamed(String(input));
    return fieldsOf((field) => encodeValue(counterparts[field]?.(capabilities)));
  },
  async theirs({ out }) {
    const unknown = entriesOf(out).filter(([field]) => !(field in counterparts) && !(field in others));
    if (unknown.length > 0)
      throw new Error(`fields that nobody has looked at: ${unknown.map(([field]) => field)}`);
    return fieldsOf((field) => at(out, field) ?? null);
  },
  /** The strategies are those of dlt, with the default that is atomic first; Postgres's longest text is what it takes. */
  async licensed({ input, out }) {
    const strategies = encodeValue([
      'insert-from-staging',
      ...(at(out, 'supported_replace_strategies') as Json[]).filter((name) => name !== 'insert-from-staging'),
    ]);
    const longest = input === 'postgres' ? 1_073_741_819n : at(out, 'max_text_data_type_length');
    const different = new Map<string, Json | undefined>([
      ['supported_replace_strategies', strategies],
      ['max_text_data_type_length', longest],
    ]);
    return [
      { tag: 'capabilities', answer: fieldsOf((field) => different.get(field) ?? at(out, field) ?? null) },
    ];
  },
};

function fieldsOf(jsonOf: (field: string) => Json): Json {
  return object(Object.keys(counterparts).map((field) => [field, jsonOf(field)] as const));
}
