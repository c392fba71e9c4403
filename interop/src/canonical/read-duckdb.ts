import { existsSync } from 'node:fs';
import {
  DuckDBBlobValue,
  type DuckDBConnection,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  type DuckDBType,
  DuckDBTypeId,
  DuckDBUUIDValue,
  type DuckDBValue,
} from '@duckdb/node-api';
import type { Json } from '../json/json.ts';
import { parseJson } from '../json/parse.ts';
import {
  type Cell,
  type Column,
  clockText,
  dayText,
  encodeJson,
  Instant,
  JsonCell,
  type RawTable,
  tagged,
} from './cell.ts';
import { decimalText } from './decimal-text.ts';

/** Every table of one schema of a DuckDB file, as it stands. A file that is not there has no tables. */
export async function readDuckdb(path: string, dataset: string): Promise<Map<string, RawTable>> {
  const tables = new Map<string, RawTable>();
  if (!existsSync(path)) return tables;
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    for (const [table, columns] of await readColumns(connection, dataset)) {
      tables.set(table, { columns, rows: await readRows(connection, dataset, table, columns) });
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return tables;
}

async function readColumns(connection: DuckDBConnection, dataset: string): Promise<Map<string, Column[]>> {
  const found = await connection.runAndReadAll(
    `SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
     WHERE table_schema = $1 AND table_catalog = current_database() ORDER BY table_name, ordinal_position`,
    [dataset],
  );
  const tables = new Map<string, Column[]>();
  for (const [table, name, type, nullable] of found.getRows()) {
    const column = { name: String(name), type: String(type), nullable: nullable === 'YES' };
    const columns = tables.get(String(table));
    if (columns) columns.push(column);
    else tables.set(String(table), [column]);
  }
  return tables;
}

async function readRows(
  connection: DuckDBConnection,
  dataset: string,
  table: string,
  columns: readonly Column[],
): Promise<Map<string, Cell>[]> {
  // Nanoseconds as text: the peer's reader has no type for them.
  const picked = columns.map(({ name, type }) =>
    type === 'TIMESTAMP_NS' ? `CAST(${quote(name)} AS VARCHAR)` : quote(name),
  );
  const found = await connection.runAndReadAll(
    `SELECT ${picked.join(', ')} FROM ${quote(dataset)}.${quote(table)}`,
  );
  const types = found.columnTypes();
  return found.getRows().map((row) => {
    const out = new Map<string, Cell>();
    columns.forEach((column, i) => {
      const type = types[i];
      const value = row[i];
      out.set(
        column.name,
        type === undefined || value === undefined ? null : toCell(value, type, column.type),
      );
    });
    return out;
  });
}

function toCell(value: DuckDBValue, type: DuckDBType, declared: string | null): Cell {
  if (value === null) return null;
  if (declared === 'JSON' && typeof value === 'string') return new JsonCell(parseJson(value));
  if (value instanceof DuckDBTimestampTZValue) return new Instant(value.micros, true);
  if (value instanceof DuckDBTimestampValue) return new Instant(value.micros, false);
  if (value instanceof DuckDBTimestampMillisecondsValue) return new Instant(value.millis * 1000n, false);
  if (value instanceof DuckDBTimestampSecondsValue) return new Instant(value.seconds * 1_000_000n, false);
  return toJson(value, type);
}

function toJson(value: DuckDBValue, type: DuckDBType): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return encodeJson(isFloating(type) ? value : BigInt(value));
  if (typeof value === 'bigint') return encodeJson(value);
  if (value instanceof DuckDBDecimalValue) return tagged('decimal', decimalText(value.value, value.scale));
  if (value instanceof DuckDBDateValue) return tagged('date', dayText(value.days));
  if (value instanceof DuckDBTimeValue) return tagged('time', clockText(value.micros));
  if (value instanceof DuckDBBlobValue) return tagged('bytes', Buffer.from(value.bytes).toString('base64'));
  if (value instanceof DuckDBUUIDValue) return tagged('uuid', value.toString());
  if (value instanceof DuckDBListValue) {
    return value.items.map((item) => toJson(item, 'valueType' in type ? type.valueType : type));
  }
  if (value instanceof DuckDBStructValue) {
    return new Map(
      Object.entries(value.entries).map(([key, item], i) => {
        const entry = 'entryTypes' in type ? type.entryTypes[i] : undefined;
        return [key, toJson(item, entry ?? type)];
      }),
    );
  }
  throw new TypeError(`DuckDB type ${type.toString()} has no canonical form`);
}

function isFloating(type: DuckDBType): boolean {
  return type.typeId === DuckDBTypeId.DOUBLE || type.typeId === DuckDBTypeId.FLOAT;
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
