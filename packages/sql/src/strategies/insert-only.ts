import type { PlannedTable } from '@sluice/load';
import type { SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { notDeleted } from './hard-delete.ts';
import { insertMissing } from './insert-missing.ts';
import { columnsWith } from './keys.ts';
import { mergeInto } from './merge-into.ts';
import { withStaged } from './staged.ts';

/**
 * Inserts the rows whose primary key is not there yet, and leaves those that are there as they are. A row that is
 * there may still gain list elements it did not have.
 */
export function insertOnly(chain: readonly PlannedTable[], sql: SqlContext): Step[] {
  return withStaged(chain, sql, ({ root, nested }) => {
    const { table } = root.planned;
    return [
      mergeInto(root, columnsWith(table, 'primary_key'), table, sql, {
        insert: notDeleted(table, sql, 's.') ?? 'TRUE',
      }),
      ...insertMissing(nested, table, sql),
    ];
  });
}
