import type { DuckdbInstance } from './driver.ts';
import { queues } from './queue.ts';
import { type Database, inUtc, ownSession } from './session.ts';

const writersOf = queues();

/** A database somebody else has open, and will close. Its own settings are left alone. */
export function lentInstance(instance: DuckdbInstance): Database {
  return {
    limits: null,
    async connect() {
      const connection = await instance.connect();
      try {
        await connection.run(inUtc);
      } catch (error) {
        connection.closeSync();
        throw error;
      }
      return ownSession(connection, writersOf(instance), () => undefined);
    },
  };
}
