/**
 * The codes of the errors that a pipeline raises itself; those of the steps it drives are in their packages.
 *
 * - `OPTION_UNKNOWN`, `OPTION_INVALID` – an option that does not exist, or not with this value.
 * - `PIPELINE_NAME_INVALID` – a pipeline name that cannot name a folder.
 * - `PIPELINE_LOCKED` – another operation, of this process or another, uses the working folder.
 * - `SCHEMA_NAME_INVALID` – a schema name that is no identifier: nothing else can name one.
 * - `SCHEMA_FILE_FAILED` – a schema file cannot be read or written.
 * - `TABLE_NAME_RESERVED` – records for a table whose name is kept for the tables of the format.
 */
export type PipelineErrorCode =
  | 'OPTION_UNKNOWN'
  | 'OPTION_INVALID'
  | 'PIPELINE_NAME_INVALID'
  | 'PIPELINE_LOCKED'
  | 'SCHEMA_NAME_INVALID'
  | 'SCHEMA_FILE_FAILED'
  | 'TABLE_NAME_RESERVED';
