import { startPostgres } from '@sluice/test-services';
import type { Client } from 'pg';
import { openClient } from '../src/client.ts';
import { readSettings } from '../src/settings.ts';
import { rawTypes, toQueryResult } from '../src/values.ts';

/** Opens connections to a database of its own; `close` ends them, and the server. */
export interface Session {
  readonly url: string;
  open(url?: string, signal?: AbortSignal): Promise<Client>;
  close(): Promise<void>;
}

export async function startSession(): Promise<Session> {
  const server = await startPostgres();
  const url = await server.createDatabase();
  const clients: Client[] = [];
  return {
    url,
    async open(at = url, signal) {
      const client = await openClient(readSettings(at), signal);
      clients.push(client);
      return client;
    },
    async close() {
      await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
      await server.stop();
    },
  };
}

export async function ask(client: Client, text: string, values: unknown[] = []) {
  return toQueryResult(await client.query({ text, values, rowMode: 'array', types: rawTypes }));
}
