import { Client } from 'pg';
import type { Json } from '../json/json.ts';
import { parseJson } from '../json/parse.ts';
import {
  type Cell,
  type Column,
  clockText,
  encodeJson,
  Instant,
  JsonCell,
  type RawTable,
  tagged,
} from './cell.ts';
import { decimalText } from './decimal-text.ts';

/** Every table of one schema of a Postgres database, as it stands. */
export async function readPostgres(url: string, dataset: string): Promise<Map<string, RawTable>> {
  const tables = new Map<string, RawTable>();
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET bytea_output = 'hex'");
    for (const [table, columns] of await readColumns(client, dataset)) {
      tables.set(table, { columns, rows: await readRows(client, dataset, table, columns) });
    }
  } finally {
    await client.end();
  }
  return tables;
}

async function readColumns(client: Client, dataset: string): Promise<Map<string, Column[]>> {
  const found = await query(
    client,
    `SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull FROM pg_attribute a
     JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = $1 AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum`,
    [dataset],
  );
  const tables = new Map<string, Column[]>();
  for (const [table, name, type, notNull] of found) {
    const column = { name: String(name), type: String(type), nullable: notNull === 'f' };
    const columns = tables.get(String(table));
    if (columns) columns.push(column);
    else tables.set(String(table), [column]);
  }
  return tables;
}

async function readRows(
  client: Client,
  dataset: string,
  table: string,
  columns: readonly Column[],
): Promise<Map<string, Cell>[]> {
  const names = columns.map(({ name }) => quote(name)).join(', ');
  const found = await query(client, `SELECT ${names} FROM ${quote(dataset)}.${quote(table)}`);
  return found.map(
    (row) => new Map(columns.map(({ name, type }, i) => [name, toCell(row[i] ?? null, type ?? '')])),
  );
}

/** Values as Postgres prints them: the driver's own lose microseconds and digits. */
async function query(
  client: Client,
  text: string,
  values: readonly string[] = [],
): Promise<(string | null)[][]> {
  const types = { getTypeParser: () => (value: string) => value };
  const { rows } = await client.query({ text, values: [...values], rowMode: 'array', types });
  return rows;
}

function toCell(text: string | null, declared: string): Cell {
  if (text === null) return null;
  switch (declared.replace(/ ?\([^)]*\)/, '')) {
    case 'json':
    case 'jsonb':
      return new JsonCell(parseJson(text));
    case 'timestamp with time zone':
      return new Instant(microsOf(text), true);
    case 'timestamp without time zone':
      return new Instant(microsOf(text), false);
    default:
      return toJson(text, declared.replace(/ ?\([^)]*\)/, ''));
  }
}

function toJson(text: string, type: string): Json {
  switch (type) {
    case 'character varying':
    case 'text':
      return text;
    case 'boolean':
      return text === 't';
    case 'smallint':
    case 'integer':
    case 'bigint':
      return encodeJson(BigInt(text));
    case 'double precision':
      return encodeJson(Number(text));
    case 'numeric': {
      const [whole = '', fraction = ''] = text.split('.');
      return tagged('decimal', decimalText(BigInt(whole + fraction), fraction.length));
    }
    case 'date':
      return tagged('date', text);
    case 'time without time zone':
      return tagged('time', clockText(microsOf(`1970-01-01 ${text}`)));
    case 'bytea':
      return tagged('bytes', Buffer.from(text.slice('\\x'.length), 'hex').toString('base64'));
    default:
      throw new TypeError(`Postgres type ${type} has no canonical form`);
  }
}

/** Microseconds since 1970 of `YYYY-MM-DD hh:mm:ss[.ffffff][+00]`. */
function microsOf(text: string): bigint {
  const [, day, seconds, fraction = ''] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?(?:\+00)?$/.exec(text) ?? [];
  if (day === undefined) throw new TypeError(`${text} has no canonical form`);
  return BigInt(Date.parse(`${day}T${seconds}Z`)) * 1000n + BigInt(fraction.padEnd(6, '0'));
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
