/**
 * The codes of the errors that schemas raise:
 *
 * - `IDENTIFIER_EMPTY` – a name is blank.
 * - `IDENTIFIERS_FROZEN` – another naming convention would change names under which tables hold data.
 * - `IDENTIFIERS_MERGED` – two names of one kind become one; a warning, where no data can get lost by it.
 * - `NAMING_UNKNOWN` – there is no naming convention of that name.
 * - `NAMING_LENGTH_UNSUPPORTED` – names cannot be cut to that length.
 * - `PATTERN_INVALID` – a pattern of column names is no regular expression.
 * - `TABLE_UNKNOWN` – there is no table of that name.
 * - `TABLE_CONFLICT` – an update cannot belong to the table: it has another name, parent or kind.
 * - `TABLE_PARENT_MISSING` – a table is nested in one that does not exist.
 * - `LOAD_STRATEGY_UNSUPPORTED` – a table asks for a way of merging that the destination does not have.
 * - `SCHEMA_CONTRACT_VIOLATED` – data would change a frozen part of the schema.
 * - `SCHEMA_CORRUPTED` – a stored schema cannot be read.
 * - `SCHEMA_INVALID` – a schema written by hand has a key or a value that the format does not know.
 * - `SCHEMA_ENGINE_UNSUPPORTED` – a stored schema is of a later version of the format than this release knows.
 * - `HINT_UNKNOWN` – a hint has an option there is none of.
 * - `HINT_INVALID` – a hint has a value of the wrong kind.
 * - `HINT_UNUSED` – a warning: a hint has no effect.
 * - `MERGE_CONDITION_INVALID` – a condition of a merge has a placeholder there is none of.
 * - `DATA_TYPE_UNKNOWN` – there is no data type of that name.
 * - `RECORD_VALUE_UNSUPPORTED` – a record holds something that is no data: a function, a promise, an invalid date.
 * - `RECORD_CYCLIC` – a value contains itself.
 * - `RECORD_TOO_DEEP` – a JSON value is nested deeper than 1024 levels.
 * - `RECORD_INTEGER_OUT_OF_RANGE` – an integer in a JSON value does not fit 64 bits.
 * - `DECIMAL_INVALID` – a text is no decimal number.
 * - `JSON_INVALID` – a text is not JSON.
 * - `DETECTION_UNKNOWN` – a schema asks for a detection there is none of.
 * - `TIME_ZONE_UNKNOWN` – there is no time zone of that name.
 * - `ARROW_TYPE_UNSUPPORTED` – an Arrow type that no column can hold.
 * - `RUNTIME_UNSUPPORTED` – the JavaScript engine lacks something, and no other runtime was handed in.
 */
export type SchemaErrorCode =
  | 'IDENTIFIER_EMPTY'
  | 'IDENTIFIERS_FROZEN'
  | 'IDENTIFIERS_MERGED'
  | 'NAMING_UNKNOWN'
  | 'NAMING_LENGTH_UNSUPPORTED'
  | 'PATTERN_INVALID'
  | 'TABLE_UNKNOWN'
  | 'TABLE_CONFLICT'
  | 'TABLE_PARENT_MISSING'
  | 'LOAD_STRATEGY_UNSUPPORTED'
  | 'SCHEMA_CONTRACT_VIOLATED'
  | 'SCHEMA_CORRUPTED'
  | 'SCHEMA_INVALID'
  | 'SCHEMA_ENGINE_UNSUPPORTED'
  | 'HINT_UNKNOWN'
  | 'HINT_INVALID'
  | 'HINT_UNUSED'
  | 'MERGE_CONDITION_INVALID'
  | 'DATA_TYPE_UNKNOWN'
  | 'RECORD_VALUE_UNSUPPORTED'
  | 'RECORD_CYCLIC'
  | 'RECORD_TOO_DEEP'
  | 'RECORD_INTEGER_OUT_OF_RANGE'
  | 'DECIMAL_INVALID'
  | 'JSON_INVALID'
  | 'DETECTION_UNKNOWN'
  | 'TIME_ZONE_UNKNOWN'
  | 'ARROW_TYPE_UNSUPPORTED'
  | 'RUNTIME_UNSUPPORTED';
