import { literal } from './dialect.ts';
import type { DuckdbConnection } from './driver.ts';
import type { Queue } from './queue.ts';
import type { Resources } from './resources.ts';

/** A database as one destination object sees it. */
export interface Database {
  /** What DuckDB may use; null where that is not ours to say. */
  readonly limits: Limits | null;
  connect(): Promise<Session>;
}

export interface Limits {
  readonly resources: Resources;
  /** Whether the user has set the memory limit. */
  readonly isFixed: boolean;
}

/** One user of a database. */
export interface Session {
  readonly connection: DuckdbConnection;
  /** Lets queries leave the dataset out. Fails where it is not there yet. */
  enter(path: string): Promise<void>;
  /** Waits for every earlier writer in this process; the caller calls what it gets when it is done. */
  lock(): Promise<() => Promise<void>>;
  close(): void;
}

export const inUtc = "SET TimeZone = 'UTC'";

/** A session on a connection of our own: it is closed with it. */
export function ownSession(connection: DuckdbConnection, takeTurn: Queue, leave: () => void): Session {
  return {
    connection,
    async enter(path) {
      await connection.run(`SET search_path = ${literal(path)}`);
    },
    async lock() {
      // DuckDB itself would let two transactions run and fail the second one.
      const done = await takeTurn();
      return async () => done();
    },
    close() {
      connection.closeSync();
      leave();
    },
  };
}
