import type { Capabilities } from '@sluice/load';

/** What Postgres can do. */
export const capabilities: Capabilities = Object.freeze<Capabilities>({
  identifiers: {
    maxLength: 63,
    maxColumnLength: 63,
    lengthUnit: 'bytes',
    case: 'lower',
    caseSensitive: true,
    forbiddenCharacters: ['\u0000'],
    reservedColumns: ['ctid', 'xmin', 'cmin', 'xmax', 'cmax', 'tableoid'],
    reservedDatasets: ['pg_*', 'information_schema'],
  },
  types: { timestampPrecision: 6, maxTimestampPrecision: 6, decimal: [38, 9], wei: [156, 78] },
  fileFormats: ['pgcopy', 'csv'],
  // COPY reads a row into one buffer, of less than 1 GiB.
  textFiles: { nul: false, maxRowBytes: (1 << 30) - 2 },
  replaceStrategies: ['insert-from-staging', 'truncate-and-insert', 'staging-optimized'],
  mergeStrategies: ['delete-insert', 'upsert', 'scd2', 'insert-only', 'cdc'],
  mergeOptions: ['source_filter', 'destination_scope', 'skip_unchanged_rows'],
  atomic: 'load',
  parallelWrites: 2,
  stagesEarly: true,
  // A value has 1 GiB, of which its length takes four bytes, and one is kept back.
  maxTextBytes: (1 << 30) - 5,
  // A table without rows would take them; planning does not know whether there are any.
  addsNotNullColumns: false,
});
