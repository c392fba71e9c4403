// node copy.mjs '{ "database", "file", "table" }': sends a ready CSV file to Postgres, as it is.
import './account.mjs';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';

const { database, file, table } = JSON.parse(process.argv[2]);
const client = new pg.Client(database);
await client.connect();
const copy = client.query(from(`COPY ${table} FROM STDIN (FORMAT csv)`));
await pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), copy);
await client.end();
