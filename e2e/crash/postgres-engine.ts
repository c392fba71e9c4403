import { startPostgres } from '@sluice/test-services';
import { Client } from 'pg';
import type { Engine } from './engine.ts';

/** A server of its own, and a database for each place. */
export async function postgresEngine(): Promise<Engine> {
  const server = await startPostgres();
  let databases = 0;
  const query = async (url: string, text: string): Promise<Record<string, unknown>[]> => {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };
  const create = async (template: string): Promise<string> => {
    const name = `place_${++databases}`;
    await query(server.url, `CREATE DATABASE ${name} TEMPLATE ${template}`);
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
    async strangers(place) {
      const rows = await query(
        place,
        `SELECT format('%s.%s', nspname, relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
         WHERE relkind IN ('r', 'v', 'm', 'p') AND nspname NOT IN ('data', 'pg_catalog', 'information_schema', 'pg_toast')`,
      );
      return rows.map(({ name }) => String(name));
    },
    async remove(place) {
      await query(server.url, `DROP DATABASE ${nameOf(place)} WITH (FORCE)`);
    },
    close: () => server.stop(),
  };
}
