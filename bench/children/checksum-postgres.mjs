// node checksum-postgres.mjs '{ "database", "key" }': what checksum.mjs prints of a DuckDB file, of a Postgres database.
// The sums are others; contents are compared within one engine only.
import pg from 'pg';
import { linksOf } from './links.mjs';

const { database, key } = JSON.parse(process.argv[2]);
const client = new pg.Client(database);
await client.connect();
const query = async (sql) => (await client.query(sql)).rows;
const quote = (name) => `"${name.replaceAll('"', '""')}"`;
const place = (table) => `bench.${quote(table)}`;

const tables = new Map();
for (const { table_name, column_name, data_type } of await query(
  `SELECT table_name, column_name, data_type FROM information_schema.columns
   WHERE table_schema = 'bench' AND NOT starts_with(table_name, '_') ORDER BY column_name`,
)) {
  if (!tables.has(table_name)) tables.set(table_name, new Map());
  tables.get(table_name).set(column_name, data_type);
}

const { from, link } = linksOf({ tables, key, quote, place });

/** One form for what several types can say. */
function canonical(name, type) {
  if (type.startsWith('timestamp')) return `extract(epoch FROM ${quote(name)})::text`;
  if (/int|double|numeric/.test(type)) return `${quote(name)}::double precision::text`;
  return `${quote(name)}::text`;
}

const found = {};
for (const [table, types] of tables) {
  const names = [...types.keys()].filter((name) => !name.startsWith('_'));
  const parts = names.map((name) => `coalesce(${canonical(name, types.get(name))}, '\\N')`);
  const sum = (value) => `sum(hashtextextended(${value}, 0)::numeric)::text`;
  const sums = parts.map((part, index) => `${sum(part)} AS ${quote(`c${index}`)}`);
  const whole = [`coalesce(${link(table)}::text, '\\N')`, ...parts].join(` || E'\\x01' || `);
  const [row] = await query(
    `SELECT count(*)::integer AS rows, ${sum(whole)} AS checksum, ${sums.join(', ')} FROM ${from(table)} AS t`,
  );
  const columns = Object.fromEntries(names.map((name, index) => [name, row[`c${index}`]]));
  found[table] = { rows: row.rows, checksum: row.checksum, columns };
}
console.log(JSON.stringify(found));
await client.end();
