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
 * - `HINT_TOO_LATE` – a hint changes the type of a column that this load has written already.
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
  | 'HINT_TOO_LATE'
  | 'TABLE_NAME_EMPTY';
