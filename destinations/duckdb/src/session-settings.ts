import { literal } from './dialect.ts';
import type { DuckdbConnection } from './driver.ts';
import { inTransactionError } from './errors.ts';

/**
 * Gives a connection the settings that loading needs, and returns what gives it back those it had. Refuses one that is
 * inside a transaction (`DESTINATION_IN_TRANSACTION`): any statement that fails would end it.
 * @param searchPath undefined = as it is
 */
export async function settingsInUtc(
  connection: DuckdbConnection,
  searchPath: string | undefined,
): Promise<() => Promise<void>> {
  const before = await connection.runAndReadAll(
    "SELECT txid_current(), current_setting('TimeZone'), current_setting('search_path')",
  );
  const [transaction, timeZone, path] = (before.getRows()[0] ?? []).map(String);
  // Two statements of one transaction: asking by BEGIN would end it.
  const now = await connection.runAndReadAll('SELECT txid_current()');
  if (String(now.getRows()[0]?.[0]) === transaction) throw inTransactionError();
  const restore = async (): Promise<void> => {
    // A name without its database would get that of the present search path.
    await connection.run(`SET TimeZone = ${literal(timeZone ?? 'UTC')}; RESET search_path`);
    // A schema on it may be gone: then DuckDB would find nothing there, and finds as much without it.
    await connection.run(`SET search_path = ${literal(path ?? '')}`).catch(() => undefined);
  };
  try {
    await connection.run("SET TimeZone = 'UTC'");
    if (searchPath !== undefined) await connection.run(`SET search_path = ${literal(searchPath)}`);
    return restore;
  } catch (error) {
    await restore();
    throw error;
  }
}
