import type { Column, Table } from '@sluice/schema';
import { columnList, type SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { distinctRows } from './distinct-rows.ts';
import { columnsWith, haveSame } from './keys.ts';
import type { StagedTable } from './staged.ts';

/** What happens to rows, each a condition on a staged row `s` and the row `d` it matches; absent = nothing. */
export interface MergeActions {
  readonly delete?: string;
  readonly update?: string;
  readonly insert?: string;
}

/**
 * A MERGE of staged rows into their table. Of several staged rows with one key, one takes part: a database would
 * refuse them, or take them in twice.
 *
 * @param root what its hints say of duplicates holds for the whole chain
 */
export function mergeInto(
  { planned, rows }: Pick<StagedTable, 'planned'> & { readonly rows: string },
  keys: readonly Column[],
  root: Table,
  sql: SqlContext,
  actions: MergeActions,
): Step {
  const { table, columns } = planned;
  const path = sql.table(table.name);
  const isDistinct = root['x-stage-data-deduplicated'] === true;
  const [sort] = table === root ? columnsWith(root, 'dedup_sort') : [];
  const source = isDistinct ? rows : `(${distinctRows(rows, table, keys, sort, sql)})`;
  const names = columnList(columns, sql);
  const values = columns.map(({ name }) => `s.${sql.quote(name)}`).join(', ');
  if (planned.create) return { sql: insertNew(path, names, values, source, actions.insert) };
  const assignments = columns.map(({ name }) => `${sql.quote(name)} = s.${sql.quote(name)}`).join(', ');
  const matches = haveSame(keys, 'd', 's', sql);
  const when = (what: string, condition: string | undefined, action: string): string =>
    condition === undefined
      ? ''
      : ` WHEN ${what}${condition === 'TRUE' ? '' : ` AND ${condition}`} THEN ${action}`;
  return {
    sql: [
      `MERGE INTO ${path} AS d USING ${source} AS s ON ${matches}`,
      when('MATCHED', actions.delete, 'DELETE'),
      when('MATCHED', actions.update, `UPDATE SET ${assignments}`),
      when('NOT MATCHED', actions.insert, `INSERT (${names}) VALUES (${values})`),
    ].join(''),
  };
}

/** There is nothing in a new table that could match. */
function insertNew(path: string, names: string, values: string, source: string, condition = 'TRUE'): string {
  const where = condition === 'TRUE' ? '' : ` WHERE ${condition}`;
  return `INSERT INTO ${path} (${names}) SELECT ${values} FROM ${source} AS s${where}`;
}
