/**
 * The codes of the errors that extraction raises:
 *
 * - `HINT_UNKNOWN` – resources have no such hint.
 * - `HINT_INVALID` – a hint has a value of the wrong kind.
 * - `HINT_INCONSISTENT` – a hint depends on the record, but the table does not; or a contract does under which records
 *   are checked.
 * - `HINT_NEEDS_RECORD` – a hint depends on the record, and there is none to look at.
 * - `NESTING_CONFLICT` – what is said of nesting contradicts itself, or leaves open what it depends on.
 * - `WRITE_DISPOSITION_UNKNOWN` – no such write disposition, merge strategy, or option of a strategy.
 * - `RESOURCE_NAME_INVALID` – a resource or source needs a name that is not blank.
 * - `RESOURCE_UNKNOWN` – a source has no resource of that name.
 * - `RESOURCE_DUPLICATE` – two different resources of one source have one name.
 * - `RESOURCE_EXHAUSTED` – data that can be read once was read before.
 * - `TRANSFORMER_UNBOUND` – nothing says which resource feeds a transformer.
 * - `SOURCE_INVALID` – the function of a source did not return resources.
 * - `SOURCE_ASYNC` – resources of a source are known once it runs, and were asked for before.
 * - `CONTEXT_DETACHED` – `http` was used where no pipeline provides it.
 * - `DATA_NOT_ITERABLE` – the data is not a collection of records.
 * - `TABLE_NAME_MISSING` – plain records without the name of a table.
 * - `RECORD_INVALID` – a record does not pass a schema that only validates, and no contract says what to do then.
 * - `EXTRACT_FAILED` – code of the source threw: see `cause`.
 * - `CURSOR_PATH_INVALID` – the path of a cursor cannot be read.
 * - `CURSOR_PATH_MISSING` – a record has nothing at the cursor's path.
 * - `CURSOR_VALUE_NULL` – a record has null at the cursor's path.
 * - `CURSOR_NOT_COMPARABLE` – cursor values are of different kinds, or of one that has no order.
 * - `CURSOR_RANGE_INVALID` – an end without a start, or before it.
 * - `CURSOR_KEY_MISSING` – a record lacks the key by which repeated records are recognised.
 * - `CURSOR_LAG_INVALID` – values of this kind cannot be moved back by a lag.
 * - `CURSOR_OPTION_INVALID` – an option of `incremental` is unknown or has a value of the wrong kind.
 */
export type ExtractErrorCode =
  | 'HINT_UNKNOWN'
  | 'HINT_INVALID'
  | 'HINT_INCONSISTENT'
  | 'HINT_NEEDS_RECORD'
  | 'NESTING_CONFLICT'
  | 'WRITE_DISPOSITION_UNKNOWN'
  | 'RESOURCE_NAME_INVALID'
  | 'RESOURCE_UNKNOWN'
  | 'RESOURCE_DUPLICATE'
  | 'RESOURCE_EXHAUSTED'
  | 'TRANSFORMER_UNBOUND'
  | 'SOURCE_INVALID'
  | 'SOURCE_ASYNC'
  | 'CONTEXT_DETACHED'
  | 'DATA_NOT_ITERABLE'
  | 'TABLE_NAME_MISSING'
  | 'RECORD_INVALID'
  | 'EXTRACT_FAILED'
  | 'CURSOR_PATH_INVALID'
  | 'CURSOR_PATH_MISSING'
  | 'CURSOR_VALUE_NULL'
  | 'CURSOR_NOT_COMPARABLE'
  | 'CURSOR_RANGE_INVALID'
  | 'CURSOR_KEY_MISSING'
  | 'CURSOR_LAG_INVALID'
  | 'CURSOR_OPTION_INVALID';
