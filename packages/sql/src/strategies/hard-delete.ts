import type { Table } from '@sluice/schema';
import type { SqlContext } from '../dialect.ts';
import { columnsWith } from './keys.ts';

/**
 * That a staged row does not mark a deletion; undefined where none can. A bool marks a deleted row by true, any other
 * type by being there.
 *
 * @param of what stands before the column: an alias and a dot
 */
export function notDeleted(root: Table, sql: SqlContext, of = ''): string | undefined {
  const [mark] = columnsWith(root, 'hard_delete');
  if (!mark) return undefined;
  const name = `${of}${sql.quote(mark.name)}`;
  return mark.data_type === 'bool' ? `(${name} IS NULL OR ${name} = FALSE)` : `${name} IS NULL`;
}

/** That a staged row marks a deletion; undefined where none can. */
export function isDeleted(root: Table, sql: SqlContext, of = ''): string | undefined {
  const [mark] = columnsWith(root, 'hard_delete');
  if (!mark) return undefined;
  const name = `${of}${sql.quote(mark.name)}`;
  return mark.data_type === 'bool' ? `${name} = TRUE` : `${name} IS NOT NULL`;
}
