import type { Table } from '@sluice/schema';
import type { SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { rowKey } from './keys.ts';
import { mergeInto } from './merge-into.ts';
import type { StagedTable } from './staged.ts';

/** Inserts nested rows whose ids are not there yet, and leaves those that are there as they are. */
export function insertMissing(nested: readonly StagedTable[], root: Table, sql: SqlContext): Step[] {
  return nested.flatMap(({ planned, rows }) =>
    rows === null
      ? []
      : [mergeInto({ planned, rows }, [rowKey(planned.table)], root, sql, { insert: 'TRUE' })],
  );
}
