/**
 * The error codes of this package.
 *
 * | code | when |
 * |---|---|
 * | `CONTRACT_VERSION_UNSUPPORTED` | a destination was written for another number of the contract |
 * | `CAPABILITIES_INVALID` | a destination does not say what it can do in the way core reads it |
 * | `PACKAGE_DAMAGED` | a sealed package on disk is incomplete or not what its manifest says |
 * | `LOAD_STRATEGY_UNSUPPORTED` | the destination does not offer a merge or replace strategy, or a file format |
 * | `MERGE_KEY_MISSING` | a table is to be merged and has neither primary nor merge key |
 * | `MERGE_HINT_AMBIGUOUS` | several columns of a table say what is deleted, or which row of a key is kept |
 * | `IDENTIFIER_COLLISION` | two names become one at the destination |
 * | `IDENTIFIER_TOO_LONG` | a name is longer than the destination takes |
 * | `IDENTIFIER_UNSUPPORTED` | a name holds what the destination cannot store, or belongs to the destination itself |
 * | `LOAD_COLUMN_NOT_NULL` | existing tables lack columns that cannot be null, and may not be given them |
 * | `LOAD_SCHEMA_DRIFT` | existing tables cannot take the rows of the load: by their types, by NOT NULL, as views |
 * | `LOAD_STATE_CONFLICT` | another process committed a state of this pipeline in the meantime |
 * | `LOAD_SCHEMA_CONFLICT` | another process committed a schema of this name that cannot be joined with ours |
 * | `LOAD_ID_COLLISION` | the load id is in the dataset, but not from this package |
 * | `LOAD_FAILED` | the destination failed; the package stays sealed and can be loaded again |
 */
export const errorCodes = [
  'CONTRACT_VERSION_UNSUPPORTED',
  'CAPABILITIES_INVALID',
  'PACKAGE_DAMAGED',
  'LOAD_STRATEGY_UNSUPPORTED',
  'MERGE_KEY_MISSING',
  'MERGE_HINT_AMBIGUOUS',
  'IDENTIFIER_COLLISION',
  'IDENTIFIER_TOO_LONG',
  'IDENTIFIER_UNSUPPORTED',
  'LOAD_COLUMN_NOT_NULL',
  'LOAD_SCHEMA_DRIFT',
  'LOAD_STATE_CONFLICT',
  'LOAD_SCHEMA_CONFLICT',
  'LOAD_ID_COLLISION',
  'LOAD_FAILED',
] as const;

/** One of `errorCodes`. */
export type LoadErrorCode = (typeof errorCodes)[number];
