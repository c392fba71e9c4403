import type { PlannedTable } from '@sluice/load';
import type { SqlContext, Statement } from './dialect.ts';

/** The statement that gives the rows of a nested table the key of their root row, from the rows they are nested in. */
export function fillRootKey({ table, fillRootKey }: PlannedTable, sql: SqlContext): Statement[] {
  if (!fillRootKey) return [];
  const { column, parent, parentKey, parentRowKey, value } = fillRootKey;
  const { quote } = sql;
  const path = sql.table(table.name);
  return [
    {
      sql: `UPDATE ${path} SET ${quote(column)} = p.${quote(value)} FROM ${sql.table(parent)} AS p WHERE p.${quote(parentRowKey)} = ${path}.${quote(parentKey)}`,
    },
  ];
}
