export { type Dataset, dataset, type LoadRecord } from './dataset.ts';
export type { DatasetErrorCode } from './errors.ts';
export type { ComparedValue, Comparison, Relation } from './relation.ts';
export type { AnyRow, RowValue } from './row.ts';
