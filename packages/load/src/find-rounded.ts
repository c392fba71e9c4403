import type { ColumnChange, Connection } from './contract.ts';
import type { Misfit } from './refuse-misfits.ts';

/** Doubles hold integers up to this one exactly. */
const largest = 2 ** 53;

/**
 * Integers that would become doubles, and other numbers with it. A plan asks it first, and the publish once more, while
 * nobody else can write.
 */
export async function findRounded(
  table: string,
  changes: readonly ColumnChange[],
  connection: Pick<Connection, 'names' | 'query'>,
): Promise<Misfit[]> {
  const found: Misfit[] = [];
  for (const { column, from, mustBeExact } of changes)
    if (mustBeExact && (await hasLargeIntegers(table, column.name, connection)))
      found.push({ kind: 'rounded', table, column: column.name, real: from.type });
  return found;
}

/** Whether a column of integers has values that a column of doubles would round. */
async function hasLargeIntegers(
  table: string,
  column: string,
  connection: Pick<Connection, 'names' | 'query'>,
): Promise<boolean> {
  const { names } = connection;
  const name = names.quote(column);
  const { rows } = await connection.query(
    `SELECT 1 FROM ${names.table(table)} WHERE ${name} > ${largest} OR ${name} < -${largest} LIMIT 1`,
  );
  return rows.length > 0;
}
