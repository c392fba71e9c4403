import type { SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';

/** The name under which staged rows can be read, the root's first; not yet quoted. */
export function stagedName(index: number): string {
  return `_sluice_staged_${index + 1}`;
}

/** The staged rows that meet the filter of a merge. */
export function takenName(index: number): string {
  return `_sluice_taken_${index + 1}`;
}

/** Keys of the root rows that go. */
export const deletedName = '_sluice_deleted';

/** Keys of the staged root rows that stay. */
export const keptName = '_sluice_kept';

export function dropTemporary(name: string, sql: SqlContext): Step {
  return { sql: `DROP TABLE ${sql.quote(name)}` };
}
