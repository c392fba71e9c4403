import { SluiceError } from '@sluice/schema';
import type { ColumnChange, Connection } from './contract.ts';

/** Doubles hold integers up to this one exactly. */
const largest = 2 ** 53;

/**
 * Refuses to make a column of integers one of doubles where some of its values would be rounded: `LOAD_SCHEMA_DRIFT`.
 * Planning asks this, so that nothing is sealed in vain, and publishing again, while nobody else can write.
 */
export async function refuseLargeIntegers(
  table: string,
  { column, from }: ColumnChange,
  connection: Pick<Connection, 'names' | 'query'>,
): Promise<void> {
  const { names } = connection;
  const name = names.quote(column.name);
  const { rows } = await connection.query(
    `SELECT 1 FROM ${names.table(table)} WHERE ${name} > ${largest} OR ${name} < -${largest} LIMIT 1`,
  );
  if (rows.length === 0) return;
  throw new SluiceError(
    'LOAD_SCHEMA_DRIFT',
    `The column is ${from.type} and holds integers beyond 2^53, which a column of doubles would round`,
    {
      place: { table, column: column.name },
      remedy:
        'Declare the column bigint (a fraction goes to a variant column then) or decimal; where the package is sealed already, discard it with abort()',
    },
  );
}
