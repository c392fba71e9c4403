import { type DraftTable, isScd2 } from './draft-table.ts';

/** What a load brings for a column: nothing, so that its default counts; nulls alone, some, or none as far as files tell. */
export type DeliveredValues = 'default' | 'nulls' | 'with nulls' | 'values';

/**
 * What the rows of a load have in a column.
 *
 * @param hasDefault whether the destination fills it where a row says nothing
 */
export function valuesOf(draft: DraftTable, name: string, hasDefault: boolean): DeliveredValues {
  const { action, table, jobs } = draft;
  const column = table.columns.get(name);
  const filled = jobs.filter(({ rows }) => rows > 0);
  if (action.disposition === 'system' || filled.length === 0) return 'default';
  if (isScd2(draft) && column?.['x-valid-from']) return 'values';
  if (isScd2(draft) && column?.['x-valid-to'])
    return column['x-active-record-timestamp'] ? 'values' : 'nulls';
  const holding = filled.filter(({ columns }) => columns.includes(name));
  // Whoever merges names every column, and what no file holds is an explicit null.
  if (holding.length === 0) return action.disposition !== 'merge' && hasDefault ? 'default' : 'nulls';
  const hasNulls = holding.length < filled.length || holding.some(({ nulls }) => nulls?.includes(name));
  return hasNulls ? 'with nulls' : 'values';
}
