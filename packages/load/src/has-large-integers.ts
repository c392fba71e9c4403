import type { Connection } from './contract.ts';

/** Doubles hold integers up to this one exactly. */
const largest = 2 ** 53;

/** Whether a column of integers has values that a column of doubles would round. */
export async function hasLargeIntegers(
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
