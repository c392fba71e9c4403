import type { Capabilities } from '@sluice/load';

/** Longest row of a text file in bytes, its line end included: DuckDB keeps room for two of them. */
export const maxRowBytes = 2 ** 24;

/** What DuckDB can do. */
export const capabilities: Capabilities = Object.freeze<Capabilities>({
  identifiers: {
    maxLength: 65_536,
    maxColumnLength: 65_536,
    case: 'preserve',
    caseSensitive: false,
    caseOf: 'ascii',
    forbiddenCharacters: ['\u0000'],
    reservedDatasets: ['information_schema', 'pg_catalog'],
  },
  types: { timestampPrecision: 6, maxTimestampPrecision: 9, decimal: [38, 9], wei: [38, 0] },
  fileFormats: ['parquet', 'jsonl', 'csv'],
  textFiles: { maxRowBytes },
  replaceStrategies: ['insert-from-staging', 'truncate-and-insert'],
  mergeStrategies: ['delete-insert', 'upsert', 'scd2', 'insert-only', 'cdc'],
  mergeOptions: ['source_filter', 'destination_scope', 'skip_unchanged_rows'],
  atomic: 'load',
  parallelWrites: 1,
  maxTextBytes: 1 << 30,
  addsNotNullColumns: false,
});
