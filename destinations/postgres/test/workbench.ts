import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type CarrierType, decodePgcopyHeader, encodePgcopy } from '@sluice/formats';
import {
  type Destination,
  type LoadedPackage,
  loadPackage,
  newLoadId,
  packageStore,
  type QueryResult,
} from '@sluice/load';
import {
  type Column,
  newSchema,
  newTable,
  type Schema,
  stateTable,
  stringifySchema,
  type Table,
  type VectorType,
} from '@sluice/schema';
import type { Client } from 'pg';
import { to } from 'pg-copy-streams';
import { type PostgresOptions, postgres } from '../src/index.ts';

/** A table of a load: its columns, and the rows it brings, part by part, as JSON of which Postgres makes values. */
interface TableInput {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly hints?: Omit<Partial<Table>, 'name' | 'columns'>;
  readonly parts: readonly (readonly Record<string, unknown>[])[];
}

/** Short ways to load into one dataset of a database. */
export interface Workbench {
  readonly destination: Destination;
  load(tables: readonly TableInput[]): Promise<LoadedPackage>;
  query(sql: string): Promise<QueryResult>;
  remove(): Promise<void>;
}

interface WorkbenchOptions {
  /** Default `pgcopy`. */
  readonly format?: keyof typeof writers;
  /** How often a load is tried. Default once. */
  readonly attempts?: number;
  readonly options?: PostgresOptions;
  /** Of the pipeline, and of its schema. Default `test`. */
  readonly name?: string;
}

/** Part files are written by `client`: what is in them is Postgres's own binary form, or its CSV. */
export async function workbench(
  url: string,
  dataset: string,
  client: Client,
  { format = 'pgcopy', attempts = 1, options, name: pipeline = 'test' }: WorkbenchOptions = {},
): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-postgres-test-'));
  const store = packageStore(folder);
  const destination = postgres({ url, ...options });
  let loads = 0;
  return {
    destination,
    async load(tables) {
      const schema = schemaOf(pipeline, tables, ++loads);
      const writer = await store.create(newLoadId());
      for (const { name, columns, parts } of tables) {
        for (const rows of parts) {
          const held = columns.filter((column) => rows.some((row) => row[column.name] !== undefined));
          const contents = {
            table: name,
            format,
            rows: rows.length,
            columns: held.map((one) => one.name),
          } as const;
          writer.writePart(contents, await writers[format](client, held, rows));
        }
      }
      const prepared = await writer.prepare({
        pipeline,
        dataset,
        predecessor: null,
        schema,
        document: stringifySchema(schema),
        emptyTables: [],
        codeVersion: '0.0.0',
      });
      const [sealed] = await store.seal([prepared]);
      if (!sealed) throw new Error('Nothing was sealed');
      return loadPackage(sealed, destination, { store, retry: { attempts } });
    },
    async query(sql) {
      const connection = await destination.open({ dataset });
      try {
        return await connection.query(sql);
      } finally {
        await connection.close();
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function schemaOf(name: string, tables: readonly TableInput[], version: number): Schema {
  const schema = newSchema(name);
  const state = stateTable();
  state.columns.set('_dlt_id', { name: '_dlt_id', data_type: 'text', nullable: false });
  schema.tables.set(state.name, state);
  for (const { name: table, columns, hints } of tables) {
    schema.tables.set(table, newTable(table, { ...hints, columns, 'x-normalizer': { 'seen-data': true } }));
  }
  return { ...schema, version, version_hash: `${name} ${version}` };
}

const vectors: Record<CarrierType, VectorType> = {
  bool: { kind: 'bool' },
  int8: { kind: 'int64' },
  float8: { kind: 'float64' },
  numeric: { kind: 'decimal128', precision: 38, scale: 9 },
  text: { kind: 'utf8' },
  jsonb: { kind: 'json' },
  bytea: { kind: 'binary' },
  date: { kind: 'date32' },
  time: { kind: 'time64' },
  timestamp: { kind: 'timestamp', utc: false },
  timestamptz: { kind: 'timestamp', utc: true },
};

/** How normalize has a column's values travel. */
function carrierOf({ name, data_type, precision, timezone }: Column): CarrierType {
  switch (data_type) {
    case 'bigint':
      return 'int8';
    case 'double':
      return 'float8';
    case 'json':
      return 'jsonb';
    case 'binary':
      return 'bytea';
    case 'timestamp':
      return timezone === false ? 'timestamp' : 'timestamptz';
    case 'decimal':
      return (precision ?? 38) > 38 ? 'text' : 'numeric';
    case 'wei':
      return 'text';
    case undefined:
      throw new Error(`No type: ${name}`);
    default:
      return data_type;
  }
}

const writers = { pgcopy, csv };

/** Postgres writes the rows; the header with the names is ours. */
async function pgcopy(client: Client, columns: readonly Column[], rows: Rows): Promise<Uint8Array[]> {
  const file = await copied(client, columns, rows, 'FORMAT binary');
  return [header(columns, columns.map(carrierOf)), file.subarray(postgresHeaderBytes)];
}

async function csv(client: Client, columns: readonly Column[], rows: Rows): Promise<Uint8Array[]> {
  const names = columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(',');
  return [Buffer.from(`${names}\n`), await copied(client, columns, rows, 'FORMAT csv')];
}

type Rows = readonly Record<string, unknown>[];

async function copied(
  client: Client,
  columns: readonly Column[],
  rows: Rows,
  format: string,
): Promise<Buffer> {
  const names = columns.map((_, index) => `c${index}`);
  const definitions = names.map((name, index) => `${name} ${carrierOf(columns[index] ?? { name })}`);
  const json = rows.map((row) =>
    Object.fromEntries(columns.map(({ name }, index) => [names[index], row[name]])),
  );
  // COPY takes no parameters.
  await client.query('CREATE TEMPORARY TABLE given AS SELECT $1::json AS rows', [JSON.stringify(json)]);
  const select = `SELECT r.* FROM given, json_to_recordset(rows) AS r(${definitions.join(', ')})`;
  const file = await buffer(client.query(to(`COPY (${select}) TO STDOUT (${format})`)));
  await client.query('DROP TABLE given');
  return file;
}

const postgresHeaderBytes = 19;

function header(columns: readonly Column[], carriers: readonly CarrierType[]): Uint8Array {
  const none = {
    length: 0,
    nullCount: 0,
    validity: null,
    values: new Uint8Array(),
    offsets: new Int32Array(1),
  };
  const vector = ({ name }: Column, index: number) => ({
    ...none,
    name,
    type: vectors[carriers[index] ?? 'text'],
  });
  const batch = { table: 't', rows: 0, columns: columns.map(vector) };
  const chunks: Buffer[] = [];
  // A chunk is good only until the next one is asked for.
  for (const chunk of encodePgcopy(batch)) chunks.push(Buffer.from(chunk));
  const empty = Buffer.concat(chunks);
  return empty.subarray(0, decodePgcopyHeader(empty)?.length);
}
