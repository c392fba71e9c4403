import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { literal } from './dialect.ts';
import { openFile } from './open-file.ts';
import { prepareConnection } from './prepare-connection.ts';
import { type Queue, queue } from './queue.ts';
import { type Database, inUtc, ownSession } from './session.ts';
import { memoryPath, type OwnDatabase } from './settings.ts';
import { setResources } from './tuning.ts';

/** A database that we open. Nothing is opened yet. */
export interface OpenableDatabase extends Database {
  openForUser(): Promise<UserConnection>;
}

/** A connection of the user's own to a database that we have opened. */
export interface UserConnection {
  readonly connection: DuckDBConnection;
  /** Closes the connection: it is this, not `connection.closeSync()`, that lets go of a file. */
  close(): void;
}

export function ownDatabase(own: OwnDatabase, isReadOnly: boolean): OpenableDatabase {
  const enter = own.path === memoryPath ? memory() : file(own.path, isReadOnly);
  const open = async (): Promise<{ connection: DuckDBConnection; joined: Joined }> => {
    const joined = await enter();
    try {
      return { connection: await connectTo(joined, own), joined };
    } catch (error) {
      joined.leave();
      throw error;
    }
  };
  return {
    limits: { resources: own.resources, isFixed: own.isLimitFixed },
    async connect() {
      const { connection, joined } = await open();
      return ownSession(connection, joined.takeTurn, joined.leave);
    },
    async openForUser() {
      const { connection, joined } = await open();
      let isOpen = true;
      const close = (): void => {
        if (!isOpen) return;
        isOpen = false;
        connection.closeSync();
        // Not before: DuckDB waits, for ever, to open a file again that has no instance but a connection.
        joined.leave();
      };
      return { connection, close };
    },
  };
}

async function connectTo({ instance, isFirst }: Joined, own: OwnDatabase): Promise<DuckDBConnection> {
  const connection = await instance.connect();
  try {
    // The limits belong to the whole database: whoever comes later must not lower them for a load that is running.
    await connection.run(isFirst ? `${perDatabase(own)}; ${inUtc}` : inUtc);
    await prepareConnection(connection, own);
    return connection;
  } catch (error) {
    connection.closeSync();
    throw error;
  }
}

/** An open database, and how to leave it. */
interface Joined {
  readonly instance: DuckDBInstance;
  /** Nobody else is using it. */
  readonly isFirst: boolean;
  readonly takeTurn: Queue;
  readonly leave: () => void;
}

/** A database in memory lives as long as the destination object. */
function memory(): () => Promise<Joined> {
  let opened: Promise<DuckDBInstance> | undefined;
  let users = 0;
  const takeTurn = queue();
  return async () => {
    opened ??= import('@duckdb/node-api').then(({ DuckDBInstance }) => DuckDBInstance.create(memoryPath));
    const instance = await opened;
    return { instance, isFirst: users++ === 0, takeTurn, leave: () => users-- };
  };
}

interface OpenFile {
  users: number;
  readonly takeTurn: Queue;
}

/** The files that are open in this process. */
const files = new Map<string, OpenFile>();

/** A file is open only while somebody uses it. */
function file(path: string, isReadOnly: boolean): () => Promise<Joined> {
  return async () => {
    const instance = await openFile(path, isReadOnly);
    const open = files.get(path) ?? { users: 0, takeTurn: queue() };
    files.set(path, open);
    const leave = (): void => {
      if (--open.users === 0) files.delete(path);
      instance.closeSync();
    };
    return { instance, isFirst: open.users++ === 0, takeTurn: open.takeTurn, leave };
  };
}

/** Set by statements, not when opening: the cache refuses a file that is open with other options. */
function perDatabase({ path, resources }: OwnDatabase): string {
  const statements = [
    // DuckDB would fetch extensions from its site, waiting for it where there is no network.
    'SET GLOBAL autoinstall_known_extensions = false',
    'SET GLOBAL autoload_known_extensions = false',
    setResources(resources),
  ];
  if (path === memoryPath) {
    statements.push(`SET GLOBAL temp_directory = ${literal(join(tmpdir(), `sluice-duckdb-${process.pid}`))}`);
  }
  return statements.join('; ');
}
