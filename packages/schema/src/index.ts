// The document: what a schema is

export * from './data-type.ts';
export { type Cardinality, cardinalities } from './document/cardinality.ts';
export {
  dataTables,
  hasSeenData,
  inherited,
  mergeStrategyOf,
  nestedTables,
  prepareTable,
  resourceTables,
  rootOf,
  tableOf,
} from './document/chain.ts';
export { hasCompleteColumn, isComplete, removeColumnDefaults } from './document/columns.ts';
export { type NewSchemaOptions, newSchema, schemaEngineVersion } from './document/new-schema.ts';
export { newTable } from './document/new-table.ts';
export { type SchemaReference, schemaReferences } from './document/references.ts';
export * from './document/schema.ts';
export { isSystemTable, stateTable, systemNames } from './document/system-tables.ts';

// Reading, writing and versions

export { compressText, expandText } from './document/compressed-text.ts';
export { decodeSchema, encodeSchema } from './document/encode.ts';
export { withoutMaps } from './document/fields.ts';
export { hydrate, parseSchema, readSchema, stringifySchema } from './document/parse.ts';
export { keepProcessingHints, withoutProcessingHints } from './document/processing-hints.ts';
export { bumpSchema, isModified, linkAncestor, schemaHash } from './document/version.ts';

// Changing a schema

export { type ChangeNamingOptions, changeNaming } from './document/change-naming.ts';
export { cloneSchema, copyTable } from './document/copy.ts';
export {
  diffReferences,
  type MergeOptions,
  mergeColumn,
  mergeColumns,
  mergeTable,
} from './document/merge.ts';
export { normalizeTable } from './document/normalize-table.ts';
export { dropTables, type Handover, propagation } from './document/propagation.ts';
export { columnPiece, type TableNames, tableNames, tablePiece } from './document/table-names.ts';
export { type UpdateTableOptions, updateTable } from './document/update-table.ts';

// What changed, and what code makes of it

export type { PropertyChange, SchemaChange } from './diff/changes.ts';
export { describeChanges } from './diff/describe-changes.ts';
export { diffSchemas } from './diff/diff-schemas.ts';
export { generateInterfaces } from './generate/interfaces.ts';
export type { GenerateOptions } from './generate/row-model.ts';
export { generateZod } from './generate/zod.ts';

// Names

export { type Convention, conventionOf } from './naming/conventions.ts';
export { datasetName, stagingDatasetName } from './naming/dataset-name.ts';
export { type Naming, namingConvention } from './naming/naming.ts';
export { defaultSchemaName, isSchemaName, schemaName } from './naming/schema-name.ts';
export { isLonger } from './naming/shorten.ts';

// Inference

export {
  adjustToRules,
  type InferColumnOptions,
  inferColumn,
  overlayColumn,
  preferredType,
  requiresValue,
} from './infer/infer-column.ts';
export { inferType } from './infer/infer-type.ts';

// Hints and settings

export { checkSchemaOptions, contractKind, isContract } from './hints/check-schema-options.ts';
export { type ColumnHints, toColumn } from './hints/column-hints.ts';
export { type DefineTablesOptions, defineTables } from './hints/define-tables.ts';
export { fillMergeCondition } from './hints/merge-condition.ts';
export { nearestName } from './hints/nearest-name.ts';
export {
  canonicalPattern,
  isPattern,
  matchesPattern,
  mergeHints,
  normalizePattern,
} from './hints/pattern.ts';
export {
  applySchemaOptions,
  type DefaultHint,
  detectionsOf,
  type SchemaOptions,
  type SchemaSettingsOptions,
} from './hints/schema-options.ts';

// Contracts

export {
  applyContract,
  type ContractBreach,
  type ContractFilter,
  checkContract,
} from './contract/apply-contract.ts';
export { type ExpandedContract, expandContract, resolveContract } from './contract/contract.ts';
export {
  type ContractEvidence,
  type ContractViolation,
  SchemaContractError,
} from './contract/contract-error.ts';
export { type Discard, DiscardCounts } from './contract/discards.ts';
export { markEvolveOnce, setSeenData } from './contract/first-load.ts';

// Schemas of records

export type { JsonSchema, SchemaKeyword } from './json-schema/json-schema.ts';
export {
  type KnownKeys,
  type KnownObject,
  knownKeys,
  type OtherKeys,
  otherKeys,
} from './json-schema/known-keys.ts';
export { readShape } from './json-schema/read-shape.ts';
export {
  type RecordColumn,
  type RecordTable,
  type RecordTablesOptions,
  recordTables,
} from './json-schema/record-tables.ts';
export type { Shape } from './json-schema/shape.ts';

// Values, and what a column makes of them

export { coerceValue } from './coerce/coerce-value.ts';
export { notCoercible } from './coerce/not-coercible.ts';
export { formatDate, formatTime, formatTimestamp } from './time/format.ts';
export { isoTimestampMicros } from './time/iso-micros.ts';
export { normalizeTimestamp } from './time/normalize-timestamp.ts';
export { timeNotation } from './time/notation.ts';
export { parseIso } from './time/parse-iso.ts';
export { type TimeZone, timeZone } from './time/zone.ts';
export { dataTypeOf } from './values/data-type-of.ts';
export { type DecimalParts, decimal, parseDecimal } from './values/decimal.ts';
export { double } from './values/double.ts';
export { toValue } from './values/to-value.ts';
export * from './values/values.ts';
export { isBeyondWei } from './values/wei.ts';

// JSON, plain and typed

export { type EncodeJsonOptions, encodeJson } from './json/encode.ts';
export { decodeTypedJson, parseJson } from './json/parse.ts';
export { removeMarkers } from './json/remove-markers.ts';

// Column batches

export * from './column-batch.ts';

// What the surroundings give

export * from './destination-rules.ts';
export { portableRuntime } from './runtime/portable.ts';
export * from './runtime.ts';

// Errors

export type { SchemaErrorCode } from './error-codes.ts';
export * from './errors.ts';
