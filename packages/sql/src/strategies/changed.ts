import type { PlannedTable } from '@sluice/load';
import { systemNames } from '@sluice/schema';
import type { SqlContext } from '../dialect.ts';

/**
 * That a staged row `s` differs from the row `d` it matches: in its version column where it has one, else in any
 * column but keys, the mark of deletions and the load id.
 */
export function changed({ columns }: PlannedTable, sql: SqlContext): string {
  const version = columns.find((column) => column['x-row-version'] === true);
  const compared = version
    ? [version]
    : columns.filter(
        (column) =>
          !(
            column.primary_key ||
            column.row_key ||
            column.parent_key ||
            column.root_key ||
            column.hard_delete
          ) && column.name !== systemNames.loadId,
      );
  if (compared.length === 0) return 'FALSE';
  const differs = compared.map(({ name }) => `s.${sql.quote(name)} IS DISTINCT FROM d.${sql.quote(name)}`);
  return `(${differs.join(' OR ')})`;
}
