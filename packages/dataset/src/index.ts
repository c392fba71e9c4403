export { type Dataset, dataset } from './dataset.ts';
export { describeSchemaHistory } from './describe-schema-history.ts';
export type { DatasetErrorCode } from './errors.ts';
export type { LoadRecord } from './read-loads.ts';
export type { ComparedValue, Comparison, Relation } from './relation.ts';
export type { AnyRow, RowValue } from './row.ts';
export type { SchemaDay, SchemaHistory, SchemaVersion } from './schema-history.ts';
