// node postgres.mjs '{ "database", "statements" }': statements for Postgres, one by one.
import './account.mjs';
import pg from 'pg';

const { database, statements } = JSON.parse(process.argv[2]);
const client = new pg.Client(database);
await client.connect();
for (const statement of statements) await client.query(statement);
await client.end();
