import { startPostgres } from '@sluice/test-services';
import { Client } from 'pg';
import { startCutProxy } from './cut-proxy.ts';
import type { Engine } from './engine.ts';
import { datasetName } from './run-step.ts';

/** A server of its own, and a database for each place. */
export async function postgresEngine(): Promise<Engine> {
  const server = await startPostgres();
  let databases = 0;
  const run = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: server.url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const create = async (template: string): Promise<string> => {
    const name = `place_${++databases}`;
    await run(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    const url = new URL(server.url);
    url.pathname = name;
    return url.href;
  };
  const nameOf = (place: string): string => new URL(place).pathname.slice(1);

  return {
    name: 'postgres',
    create: () => create('template0'),
    copy: (place) => create(nameOf(place)),
    // Reading changes nothing here.
    image: async (place) => place,
    strangers: `SELECT format('%s.%s', nspname, relname) FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
      WHERE relkind IN ('r', 'v', 'm', 'p')
      AND nspname NOT IN ('${datasetName}', 'pg_catalog', 'information_schema', 'pg_toast')`,
    async fragile(place, cut) {
      const url = new URL(place);
      const proxy = await startCutProxy({ host: url.hostname, port: server.port }, cut);
      url.port = String(proxy.port);
      return Object.assign(proxy, { place: url.href });
    },
    async remove(place) {
      await run(`DROP DATABASE ${nameOf(place)} WITH (FORCE)`);
    },
    close: () => server.stop(),
  };
}
