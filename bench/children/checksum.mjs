// node checksum.mjs '{ "database", "key" }': prints what the tables of the schema `bench` hold, whatever the order of
// rows and columns. Columns that begin with `_` are the loader's own and do not count, but a row of a nested table
// counts together with the `key` of its root row, found along the loader's links, so that links count.
import { DuckDBInstance } from '@duckdb/node-api';
import { linksOf } from './links.mjs';

const { database, key } = JSON.parse(process.argv[2]);
const instance = await DuckDBInstance.create(database, { access_mode: 'READ_ONLY' });
const connection = await instance.connect();
const query = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
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
  if (type.startsWith('TIMESTAMP')) return `epoch_us(${quote(name)})`;
  if (/INT/.test(type)) return `${quote(name)}::HUGEINT`;
  if (/^(FLOAT|DOUBLE|DECIMAL)/.test(type)) return `${quote(name)}::DOUBLE`;
  return `${quote(name)}::VARCHAR`;
}

const found = {};
for (const [table, types] of tables) {
  const parts = [...types].filter(([name]) => !name.startsWith('_')).map((one) => canonical(...one));
  const names = [...types.keys()].filter((name) => !name.startsWith('_'));
  const sums = parts.map((part, index) => `sum(hash(${part})::HUGEINT)::VARCHAR AS ${quote(`c${index}`)}`);
  const [row] = await query(
    `SELECT count(*)::INTEGER AS rows, sum(hash(${link(table)}, ${parts.join(', ')})::HUGEINT)::VARCHAR AS checksum, ${sums.join(', ')} FROM ${from(table)}`,
  );
  const columns = Object.fromEntries(names.map((name, index) => [name, row[`c${index}`]]));
  found[table] = { rows: row.rows, checksum: row.checksum, columns };
}
console.log(JSON.stringify(found));
connection.closeSync();
instance.closeSync();
