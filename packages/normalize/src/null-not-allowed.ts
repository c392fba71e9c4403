import { SluiceError } from '@sluice/schema';

/** A row lacks a value that its column must have. Code `ROW_NULL_NOT_ALLOWED`. */
export function nullNotAllowed(table: string, column: string): SluiceError {
  return new SluiceError('ROW_NULL_NOT_ALLOWED', 'A row has no value for a column that must have one', {
    place: { table, column },
    remedy: 'Give the column `nullable: true`, or leave such records out with a filter',
  });
}
