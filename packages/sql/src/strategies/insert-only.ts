import type { PlannedTable } from '@sluice/load';
import type { Table } from '@sluice/schema';
import type { SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { notDeleted } from './hard-delete.ts';
import { insertMissing } from './insert-missing.ts';
import { columnsWith, rootKey, rowKey } from './keys.ts';
import { mergeInto } from './merge-into.ts';
import { withStaged } from './staged.ts';

/**
 * Inserts the rows whose primary key is not there yet, and leaves those that are there as they are. A row that is
 * there may still gain list elements it did not have, unless another strategy has loaded it: then it has another id, and
 * nothing that was delivered with the key refers to it.
 */
export function insertOnly(chain: readonly PlannedTable[], sql: SqlContext): Step[] {
  return withStaged(chain, sql, ({ root, nested }) => {
    const { table } = root.planned;
    const isRootThere = (nestedTable: Table) =>
      `EXISTS (SELECT 1 FROM ${sql.table(table.name)} AS r WHERE r.${sql.quote(rowKey(table).name)} = s.${sql.quote(rootKey(nestedTable, table).name)})`;
    return [
      mergeInto(root, columnsWith(table, 'primary_key'), table, sql, {
        insert: notDeleted(table, sql, 's.') ?? 'TRUE',
      }),
      ...insertMissing(nested, table, sql, isRootThere),
    ];
  });
}
