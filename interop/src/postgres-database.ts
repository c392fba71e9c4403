import { type PostgresServer, startPostgres } from '@sluice/test-services';

let server: Promise<PostgresServer> | undefined;

/** The URL of a new, empty database, on a server that is this process's own and ends with it. */
export async function newPostgresDatabase(): Promise<string> {
  server ??= startPostgres();
  return (await server).createDatabase();
}
