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

/** Keys of the staged root rows that do not come in. */
export const leftOutName = '_sluice_left_out';

/** The table of the dataset that takes another one's place. Of one load, so that nobody else has one of that name. */
export function freshName(loadId: string): string {
  return `_sluice_new_${loadId}`;
}

/** The name of a column beside those of a table: `wanted`, or one like it where a column of the table is called so. */
export function columnBeside(wanted: string, columns: Iterable<{ readonly name: string }>): string {
  const taken = new Set([...columns].map(({ name }) => name.toLowerCase()));
  let name = wanted;
  while (taken.has(name)) name += '_';
  return name;
}

export function dropTemporary(name: string, sql: SqlContext): Step {
  return { sql: `DROP TABLE ${sql.quote(name)}` };
}
