import {
  type ColumnChange,
  type Connection,
  type FailureReason,
  findRounded,
  misfitError,
  TableFailure,
} from '@sluice/load';
import { SluiceError } from '@sluice/schema';
import type { ChangeStatement } from './change-columns.ts';
import type { SqlContext } from './dialect.ts';
import type { SqlConnection } from './sql-connection.ts';

/** What guarding a change asks of the destination. */
export interface Guard extends Pick<Connection, 'inspect'> {
  classify(error: unknown): FailureReason;
}

/**
 * Runs a statement that changes columns, if they still are what the load was planned on, and if no value can be lost.
 *
 * Throws `LOAD_SCHEMA_CONFLICT` where another load has changed them (planning again helps), and a `TableFailure` of
 * `LOAD_SCHEMA_DRIFT` where a value or the destination forbids it.
 */
export async function guardChange(
  statement: ChangeStatement,
  schema: string,
  connection: SqlConnection,
  guard: Guard,
  sql: SqlContext,
): Promise<void> {
  const { table, root, changes } = statement;
  await refuseOtherTypes({ schema, table }, changes, guard);
  const reading = { names: sql, query: (text: string) => connection.query(text) };
  const [first, ...others] = await findRounded(table, changes, reading);
  if (first) throw new TableFailure(root, misfitError([first, ...others], schema));
  try {
    await connection.run(statement.sql);
  } catch (error) {
    if (guard.classify(error) !== 'permanent') throw error;
    throw new TableFailure(root, unchangeable(statement, schema, error));
  }
}

function unchangeable({ table, changes }: ChangeStatement, schema: string, cause: unknown): SluiceError {
  const names = changes.map(({ column }) => column.name).join(', ');
  return new SluiceError('LOAD_SCHEMA_DRIFT', `The destination does not let columns be changed: ${names}`, {
    place: { schema, table },
    remedy:
      'Remove what depends on them (the cause names it, or else it is an index, a view or a constraint) and load again, then put it back; or discard the package with abort()',
    cause,
  });
}

async function refuseOtherTypes(
  place: { readonly schema: string; readonly table: string },
  changes: readonly ColumnChange[],
  { inspect }: Guard,
): Promise<void> {
  const { table } = place;
  const columns = (await inspect([table])).get(table) ?? [];
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  if (changes.every(({ from }) => types.get(from.name) === from.type)) return;
  throw new SluiceError(
    'LOAD_SCHEMA_CONFLICT',
    'Another process has changed columns of a table in the meantime',
    {
      place,
      remedy: 'Load the package again: it will take the other change into account',
    },
  );
}
