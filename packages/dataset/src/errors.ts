/**
 * The error codes of this package.
 *
 * | code | when |
 * |---|---|
 * | `TABLE_NOT_FOUND` | a table is read that the dataset does not have |
 */
export type DatasetErrorCode = 'TABLE_NOT_FOUND';
