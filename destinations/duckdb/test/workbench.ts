import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  type Destination,
  type FileFormat,
  type LoadedPackage,
  loadPackage,
  newLoadId,
  type PackageStore,
  packageStore,
  type QueryValue,
  type SealedPackage,
} from '@sluice/load';
import {
  type Column,
  newSchema,
  newTable,
  type Schema,
  stateTable,
  stringifySchema,
  type Table,
} from '@sluice/schema';
import { dialect } from '../src/dialect.ts';
import { duckdb } from '../src/index.ts';

/** A table of a load: its definition and the rows it brings, part by part. */
export interface TableInput {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly hints?: Omit<Partial<Table>, 'name' | 'columns'>;
  readonly parts?: readonly (readonly Record<string, unknown>[])[];
}

interface LoadInput {
  readonly tables: readonly TableInput[];
  readonly state?: string;
  readonly baseStateHash?: string | null;
  readonly loadId?: string;
  readonly version?: number;
  /** The bytes of the parts, where DuckDB is not to write them. */
  readonly encode?: (table: string) => Uint8Array;
  /** What those bytes are. Default `parquet`. */
  readonly format?: FileFormat;
}

/** A folder with a DuckDB file and a package store, and short ways to load into the one through the other. */
export interface Workbench {
  readonly folder: string;
  readonly file: string;
  readonly store: PackageStore;
  readonly destination: Destination;
  seal(input: LoadInput, into?: PackageStore): Promise<SealedPackage>;
  load(input: LoadInput): Promise<LoadedPackage>;
  rows(sql: string): Promise<QueryValue[][]>;
  remove(): Promise<void>;
}

export async function workbench(
  make: (file: string) => Destination = (file) => duckdb(file),
  dataset = 'data',
): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-duckdb-'));
  const file = join(folder, 'test.duckdb');
  const destination = make(file);
  const store = packageStore(join(folder, 'packages'));
  let loads = 0;

  const seal = async (input: LoadInput, into = store): Promise<SealedPackage> => {
    const version = input.version ?? ++loads;
    const schema = schemaOf(input, version);
    const writer = await into.create(input.loadId ?? newLoadId());
    for (const { name, columns, parts = [] } of input.tables) {
      for (const rows of parts) {
        const held = columns.filter((column) => rows.some((row) => row[column.name] !== undefined));
        const bytes = input.encode?.(name) ?? (await parquet(folder, held, rows));
        const names = held.map((column) => column.name);
        const { format = 'parquet' } = input;
        writer.writePart({ table: name, format, rows: rows.length, columns: names }, [bytes]);
      }
    }
    const prepared = await writer.prepare({
      pipeline: 'test',
      dataset,
      predecessor: null,
      schema,
      document: stringifySchema(schema),
      emptyTables: input.tables.filter((table) => table.parts?.length === 0).map((table) => table.name),
      codeVersion: '0.0.0',
      ...(input.baseStateHash !== undefined && { baseStateHash: input.baseStateHash }),
      ...(input.state !== undefined && {
        state: { version, engineVersion: 4, state: input.state, hash: `hash of ${input.state}` },
      }),
    });
    const [sealed] = await into.seal([prepared]);
    if (!sealed) throw new Error('Nothing was sealed');
    return sealed;
  };

  return {
    folder,
    file,
    store,
    destination,
    seal,
    load: async (input) => loadPackage(await seal(input), destination, { store, retry: { attempts: 1 } }),
    async rows(sql) {
      const connection = await destination.open({ dataset });
      try {
        return (await connection.query(sql)).rows.map((row) => [...row]);
      } finally {
        await connection.close();
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function schemaOf({ tables }: LoadInput, version: number): Schema {
  const schema = newSchema('test');
  const state = stateTable();
  state.columns.set('_dlt_id', { name: '_dlt_id', data_type: 'text', nullable: false });
  schema.tables.set(state.name, state);
  for (const { name, columns, hints } of tables) {
    schema.tables.set(name, newTable(name, { ...hints, columns, 'x-normalizer': { 'seen-data': true } }));
  }
  return { ...schema, version, version_hash: `schema ${version}` };
}

/** Rows as the bytes of a Parquet file, written by DuckDB itself. */
async function parquet(
  folder: string,
  columns: readonly Column[],
  rows: readonly Record<string, unknown>[],
): Promise<Uint8Array> {
  const name = randomUUID();
  const json = join(folder, `${name}.json`);
  const file = join(folder, `${name}.parquet`);
  await writeFile(json, rows.map((row) => JSON.stringify(row)).join('\n'));
  const { quote, columnType } = dialect({ createIndexes: false });
  const read: string[] = [];
  const select: string[] = [];
  for (const column of columns) {
    if (!column.data_type) throw new Error(`No type: ${column.name}`);
    const type = columnType({ ...column, data_type: column.data_type }, newTable('t'));
    const quoted = quote(column.name);
    // Parquet has no 128 bit integers, JSON no bytes.
    read.push(`${quoted}: '${type === 'HUGEINT' ? 'DECIMAL(38,0)' : type === 'BLOB' ? 'VARCHAR' : type}'`);
    select.push(type === 'BLOB' ? `from_base64(${quoted}) AS ${quoted}` : quoted);
  }
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `SET TimeZone = 'UTC'; COPY (SELECT ${select.join(', ')} FROM read_json('${json}', format = 'newline_delimited', columns = {${read.join(', ')}})) TO '${file}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  return readFile(file);
}
