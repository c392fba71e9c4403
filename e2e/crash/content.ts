import type { Connection, PhysicalColumn, QueryValue } from '@sluice/load';

/** Everything a person would find in a dataset, as text that is equal where the content is. */
export interface Content {
  /** By table, its rows in no order: without ids and times, with what a row's ids lead to in their place. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
  /** A line for each column of each table. */
  readonly columns: readonly string[];
  /** What each load id is called here: `load 1` is the first. */
  readonly loadNames: ReadonlyMap<string, string>;
  /** What can never be right, whatever was loaded. */
  readonly problems: readonly string[];
}

type Record = ReadonlyMap<string, QueryValue>;

const loadsTable = '_dlt_loads';
/** When something happened, or under which random id: nobody expects it to be the same the next time. */
const randomColumns = new Set(['_dlt_id', 'inserted_at', 'created_at']);

export async function readContent(connection: Connection): Promise<Content> {
  const names = [...(await connection.listTables())].sort();
  const structure = await connection.inspect(names);
  const tables = new Map<string, Record[]>();
  for (const name of names) {
    const { columns, rows } = await connection.query(`SELECT * FROM ${connection.names.table(name)}`);
    // Columns that came in another order are the same columns.
    const order = columns
      .map(({ name }, index) => [name, index] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    tables.set(
      name,
      rows.map((row) => new Map(order.map(([column, index]) => [column, row[index] ?? null]))),
    );
  }
  return contentOf(tables, structure);
}

export function contentOf(
  tables: ReadonlyMap<string, readonly Record[]>,
  structure: ReadonlyMap<string, readonly PhysicalColumn[]>,
): Content {
  const problems: string[] = [];
  const loads = loadNames(tables.get(loadsTable) ?? [], problems);
  const describe = rowDescriber(tables, loads, problems);
  const rows = new Map<string, readonly string[]>();
  for (const [table, records] of tables)
    rows.set(
      table,
      records.map((record) => describe(table, record)),
    );
  const columns = [...structure].flatMap(([table, list]) =>
    list.map(({ name, type, nullable }) => `${table}.${name} ${type}${nullable ? '' : ' NOT NULL'}`),
  );
  return { rows, columns, loadNames: loads, problems: [...new Set(problems)] };
}

/** Loads by their place in history: `load 1` is the first. */
function loadNames(records: readonly Record[], problems: string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const id of records.map((record) => String(record.get('load_id'))).sort()) {
    if (names.has(id)) problems.push(`${loadsTable} has a load twice`);
    names.set(id, `load ${names.size + 1}`);
  }
  return names;
}

/** Says what a row is: its values, the rows above it, and the load that brought it. */
function rowDescriber(
  tables: ReadonlyMap<string, readonly Record[]>,
  loads: ReadonlyMap<string, string>,
  problems: string[],
): (table: string, record: Record) => string {
  const byId = new Map<string, Map<QueryValue, Record>>();
  for (const [table, records] of tables) {
    const ids = new Map<QueryValue, Record>();
    for (const record of records) {
      const id = record.get('_dlt_id');
      if (id === undefined) break;
      if (ids.has(id)) problems.push(`${table} has two rows of one _dlt_id`);
      ids.set(id, record);
    }
    byId.set(table, ids);
  }
  const known = new Map<Record, string>();

  const above = (table: string, ancestor: string | undefined, column: string, id: QueryValue): string => {
    const record = byId.get(ancestor ?? '')?.get(id);
    if (ancestor !== undefined && record) return describe(ancestor, record);
    problems.push(`${table} has a row whose ${column} leads nowhere`);
    return 'nowhere';
  };
  const describeValue = (table: string, column: string, value: QueryValue): string => {
    switch (column) {
      case '_dlt_parent_id':
        return above(table, ancestors(table, tables).at(-1), column, value);
      case '_dlt_root_id':
        return above(table, ancestors(table, tables)[0], column, value);
      case '_dlt_load_id':
      case 'load_id': {
        const load = loads.get(String(value));
        if (load === undefined) problems.push(`${table} has a row of a load that never happened`);
        return load ?? 'no load';
      }
      default:
        return plain(value);
    }
  };
  const describe = (table: string, record: Record): string => {
    const before = known.get(record);
    if (before !== undefined) return before;
    const parts: string[] = [];
    for (const [column, value] of record)
      if (!randomColumns.has(column) && value !== null)
        parts.push(`${column}: ${describeValue(table, column, value)}`);
    const text = `{${parts.join(', ')}}`;
    known.set(record, text);
    return text;
  };
  return describe;
}

/** The tables that a nested table's name leads through, the root first. */
function ancestors(table: string, tables: ReadonlyMap<string, unknown>): string[] {
  return [...tables.keys()]
    .filter((name) => table.startsWith(`${name}__`))
    .sort((a, b) => a.length - b.length);
}

function plain(value: QueryValue): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value === 'bigint') return String(value);
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner));
}
