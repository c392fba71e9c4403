import type { Table } from '@sluice/schema';
import type { SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { rowKey } from './keys.ts';
import { mergeInto } from './merge-into.ts';
import type { StagedTable } from './staged.ts';

/**
 * Inserts nested rows whose ids are not there yet, and leaves those that are there as they are.
 *
 * @param condition on a staged row `s` of a nested table for it to come in. Default: all do
 */
export function insertMissing(
  nested: readonly StagedTable[],
  root: Table,
  sql: SqlContext,
  condition: (table: Table) => string = () => 'TRUE',
): Step[] {
  return nested.flatMap(({ planned, rows }) => {
    if (rows === null) return [];
    const insert = condition(planned.table);
    return [mergeInto({ planned, rows }, [rowKey(planned.table)], root, sql, { insert })];
  });
}
