/**
 * The codes of the errors that normalizing raises:
 *
 * - `RECORD_CYCLIC` – a record contains itself.
 * - `RECORD_VALUE_UNSUPPORTED` – a function, a symbol or another value that no data type can hold.
 * - `RECORD_TEXT_MALFORMED` – a text with a lone surrogate, which UTF-8 cannot carry.
 * - `RECORD_INTEGER_OUT_OF_RANGE` – an integer that 64 bits cannot hold.
 * - `RECORD_DECIMAL_OUT_OF_RANGE` – a decimal with more digits than its column.
 * - `ROW_NULL_NOT_ALLOWED` – no value for a column that must have one.
 * - `ROW_KEY_MISSING` – a row id is to follow from a key that the row lacks.
 * - `VARIANT_NOT_COERCIBLE` – a value fits neither its column nor the variant column made for such values.
 * - `COLUMN_UNBOUND` – a column that must have a value, and in no row had one.
 * - `COLUMN_ONLY_NULL`, `COLUMN_NEVER_SEEN` – warnings: keys or hints of columns that no record had a value for.
 * - `TABLE_NOT_NESTED` – a warning: a table has the key of a parent row, but no parent.
 * - `HINT_TOO_LATE` – a hint changes the type of a column, or the row ids, that this load has written already.
 * - `NORMALIZER_UNSUPPORTED` – a schema asks for a way of taking records apart that there is none of.
 * - `RECORD_TIME_OUT_OF_RANGE` – a time of Arrow data is too far away for its column.
 * - `ARROW_NAME_CLASH` – two fields of Arrow data come to one column name.
 * - `ARROW_TYPE_MISMATCH` – an Arrow value does not fit the type of its column.
 * - `ARROW_CONVERSION_LOSSY` – a time of Arrow data is finer than its column.
 * - `ARROW_COLUMNS_MISSING` – no field of Arrow data has a type, and its table has no column.
 * - `TABLE_NAME_EMPTY` – a table name that normalizes to nothing.
 */
export type NormalizeErrorCode =
  | 'RECORD_CYCLIC'
  | 'RECORD_VALUE_UNSUPPORTED'
  | 'RECORD_TEXT_MALFORMED'
  | 'RECORD_INTEGER_OUT_OF_RANGE'
  | 'RECORD_DECIMAL_OUT_OF_RANGE'
  | 'ROW_NULL_NOT_ALLOWED'
  | 'ROW_KEY_MISSING'
  | 'VARIANT_NOT_COERCIBLE'
  | 'COLUMN_UNBOUND'
  | 'COLUMN_ONLY_NULL'
  | 'COLUMN_NEVER_SEEN'
  | 'TABLE_NOT_NESTED'
  | 'HINT_TOO_LATE'
  | 'NORMALIZER_UNSUPPORTED'
  | 'RECORD_TIME_OUT_OF_RANGE'
  | 'ARROW_NAME_CLASH'
  | 'ARROW_TYPE_MISMATCH'
  | 'ARROW_CONVERSION_LOSSY'
  | 'ARROW_COLUMNS_MISSING'
  | 'TABLE_NAME_EMPTY';
