// node checksum.mjs '{ "database", "key" }': prints what the tables of the schema `bench` hold, whatever the order of
// rows and columns. Columns that begin with `_` are the loader's own and do not count, but a row of a nested table
// counts together with the `key` of its root row, found along the loader's links, so that links count.
import { DuckDBInstance } from '@duckdb/node-api';

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

/** The table above a nested one: the longest name that this one's begins with. */
function parentOf(table) {
  return [...tables.keys()]
    .filter((name) => table.startsWith(`${name}__`))
    .sort((a, b) => b.length - a.length)[0];
}

/** A query of `_dlt_id` and the key of the root row, for each row of a table. */
function keyed(table) {
  const parent = parentOf(table);
  if (parent === undefined) return `SELECT _dlt_id, ${quote(key)} AS key FROM ${place(table)}`;
  return `SELECT c._dlt_id, p.key FROM ${place(table)} c JOIN (${keyed(parent)}) p ON c._dlt_parent_id = p._dlt_id`;
}

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
  let from = place(table);
  let link = 'NULL';
  if (types.has('_key')) link = '_key';
  else if (key && types.has('_dlt_parent_id')) {
    from = `(SELECT c.*, p.key AS _key FROM ${place(table)} c JOIN (${keyed(parentOf(table))}) p ON c._dlt_parent_id = p._dlt_id)`;
    link = '_key';
  }
  const sums = parts.map((part, index) => `sum(hash(${part})::HUGEINT)::VARCHAR AS ${quote(`c${index}`)}`);
  const [row] = await query(
    `SELECT count(*)::INTEGER AS rows, sum(hash(${link}, ${parts.join(', ')})::HUGEINT)::VARCHAR AS checksum, ${sums.join(', ')} FROM ${from}`,
  );
  const columns = Object.fromEntries(names.map((name, index) => [name, row[`c${index}`]]));
  found[table] = { rows: row.rows, checksum: row.checksum, columns };
}
console.log(JSON.stringify(found));
connection.closeSync();
instance.closeSync();
