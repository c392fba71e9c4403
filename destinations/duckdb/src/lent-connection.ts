import { literal } from './dialect.ts';
import type { DriverRows, DriverStream, DuckdbConnection } from './driver.ts';
import { queues } from './queue.ts';
import type { Database, Session } from './session.ts';
import { settingsInUtc } from './session-settings.ts';

const turnsOf = queues();

/**
 * A connection somebody else has opened and will close. Everybody who uses it through us takes turns: a turn is a
 * statement, or a whole transaction. After each turn the connection has the settings it had before.
 */
export function lentConnection(connection: DuckdbConnection): Database {
  return { limits: null, connect: async () => lentSession(connection) };
}

function lentSession(connection: DuckdbConnection): Session {
  const takeTurn = turnsOf(connection);
  let searchPath: string | undefined;
  let isInTransaction = false;
  let isWorking = false;

  const beginTurn = async (): Promise<() => Promise<void>> => {
    const done = await takeTurn();
    try {
      const restore = await settingsInUtc(connection, searchPath);
      return () => restore().finally(done);
    } catch (error) {
      done();
      throw error;
    }
  };
  const turn = async <T>(work: () => Promise<T>): Promise<T> => {
    const endTurn = isInTransaction ? undefined : await beginTurn();
    try {
      isWorking = true;
      return await work();
    } finally {
      isWorking = false;
      await endTurn?.();
    }
  };
  const readAll: DuckdbConnection['runAndReadAll'] = (sql, values) =>
    turn(() => connection.runAndReadAll(sql, values));

  return {
    connection: {
      run: (sql, values) => turn(() => connection.run(sql, values)),
      runAndReadAll: readAll,
      // A result that is read bit by bit would end with the next statement of anybody else.
      stream: async (sql, values) => inOnePiece(await readAll(sql, values)),
      interrupt() {
        if (isWorking) connection.interrupt();
      },
      closeSync() {},
    },
    async enter(path) {
      await turn(() => connection.run(`SET search_path = ${literal(path)}`));
      searchPath = path;
    },
    async lock() {
      const endTurn = await beginTurn();
      isInTransaction = true;
      return () => {
        isInTransaction = false;
        return endTurn();
      };
    },
    close() {},
  };
}

function inOnePiece(rows: DriverRows): DriverStream {
  return {
    columnNames: () => rows.columnNames(),
    columnTypes: () => rows.columnTypes(),
    async *yieldRows() {
      if (rows.getRows().length > 0) yield rows.getRows();
    },
  };
}
