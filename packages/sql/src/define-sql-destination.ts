import {
  type Capabilities,
  type Connection,
  contractVersion,
  type Destination,
  type FailureReason,
  foldName,
  freezeCapabilities,
  type LoadRow,
  type OpenOptions,
  type PhysicalColumn,
  type QueryResult,
  type QueryValue,
  type SchemaRow,
  type StateRow,
  storedName,
} from '@sluice/load';
import type { IdentifierRules } from '@sluice/schema';
import { type CatalogRow, catalogRow } from './catalog-row.ts';
import { type SqlDialect, type Statement, sqlContext } from './dialect.ts';
import { explain } from './explain.ts';
import type { SqlConnection } from './sql-connection.ts';
import { sqlSession } from './sql-session.ts';
import { selectLoad, selectSchema, selectState } from './system-tables.ts';

/** The parts a SQL destination is made of. */
export interface SqlDestination {
  readonly name: string;
  /** What the pipeline state records as the destination's type. */
  readonly type: string;
  /** Where the data goes, for people; no secrets. */
  readonly location: string;
  readonly capabilities: Capabilities;
  readonly dialect: SqlDialect;
  classify(error: unknown): FailureReason;
  connect(options: SqlOpenOptions): Promise<SqlConnection>;
  /** As in `Destination`. */
  checkWritable?(): Promise<void>;
}

/** What a connection is opened with: the dataset as it is stored. */
export interface SqlOpenOptions extends OpenOptions {
  /** A name in quotes, in the form in which it is stored. */
  quote(identifier: string): string;
}

/**
 * Makes a destination of a dialect and a connection: everything else about loading into a database with transactions
 * is the same for all of them.
 */
export function defineSqlDestination(parts: SqlDestination): Destination {
  const { name, type, location, capabilities, classify, checkWritable } = parts;
  return Object.freeze({
    name,
    type,
    location,
    capabilities: freezeCapabilities(capabilities),
    classify,
    contract: contractVersion,
    ...(checkWritable && { checkWritable }),
    open: async (options: OpenOptions) => {
      const rules = rulesFor(options, capabilities);
      const dataset = storedName(options.dataset, rules);
      const quote = (identifier: string) => parts.dialect.quote(storedName(identifier, rules));
      const connection = await parts.connect({ ...options, dataset, quote });
      return sqlDataset(parts, dataset, connection, rules);
    },
  });
}

function rulesFor({ keepsCase = false }: OpenOptions, { identifiers }: Capabilities): IdentifierRules {
  return keepsCase ? { ...identifiers, case: 'preserve' } : identifiers;
}

function sqlDataset(
  { dialect: general, classify }: SqlDestination,
  dataset: string,
  connection: SqlConnection,
  rules: IdentifierRules,
): Connection {
  const dialect = { ...general, ...connection.dialect };
  const stored = (identifier: string) => storedName(identifier, rules);
  const sql = sqlContext(dialect, dataset, connection.catalog, stored);

  /** Rows as records; none where the table or the dataset is missing. */
  const read = async (statement: Statement): Promise<Map<string, QueryValue>[]> => {
    try {
      return records(await connection.query(statement.sql, statement.params));
    } catch (error) {
      if (classify(error) === 'missing-relation') return [];
      throw error;
    }
  };
  const catalog = async (tables?: readonly string[]): Promise<CatalogRow[]> => {
    if (!(await connection.hasDataset())) return [];
    const { sql: text, params } = dialect.catalog(dataset, tables?.map(stored));
    const { rows } = await connection.query(text, params);
    return rows.map((row) => catalogRow(row, dialect));
  };
  const readLoad = async (loadId: string): Promise<LoadRow | null> => {
    const [row] = await read(selectLoad(loadId, sql));
    return row ? toLoadRow(row) : null;
  };
  const readState = async (pipeline: string): Promise<StateRow | null> => {
    const [row] = await read(selectState(pipeline, sql));
    return row ? toStateRow(row) : null;
  };
  const readSchema = async (
    by: { readonly name: string } | { readonly hash: string },
  ): Promise<SchemaRow | null> => {
    const [row] = await read(selectSchema(by, sql));
    return row ? toSchemaRow(row) : null;
  };

  const inspect: Connection['inspect'] = async (tables) => {
    const asked = new Map(tables.map((name) => [foldName(name, rules), name]));
    const found = new Map<string, PhysicalColumn[]>();
    for (const { table, ...column } of await catalog(tables)) {
      const name = asked.get(foldName(table, rules));
      if (name === undefined) continue;
      const columns = found.get(name) ?? [];
      found.set(name, [...columns, column]);
    }
    return found;
  };

  return {
    names: sql,
    query: (text, params) => connection.query(text, params),
    batches: (text, params) => connection.batches(text, params),
    async listTables() {
      return [...new Set((await catalog()).filter((row) => !row.isView).map((row) => row.table))];
    },
    inspect,
    readState,
    readSchema,
    readLoad,
    explain: (plan) => explain(plan, sql),
    discard: (loadId) => connection.discard(loadId),
    begin: ({ loadId }) =>
      sqlSession(loadId, connection, { readLoad, readState, readSchema, inspect, classify }, sql),
    close: () => connection.close(),
  };
}

/** Rows by lower-case column name: databases fold the names of the system tables in their own ways. */
function records({ columns, rows }: QueryResult): Map<string, QueryValue>[] {
  return rows.map(
    (row) => new Map(columns.map(({ name }, index) => [name.toLowerCase(), row[index] ?? null])),
  );
}

function toLoadRow(row: Map<string, QueryValue>): LoadRow {
  return {
    loadId: String(row.get('load_id')),
    schemaHash: textOrNull(row.get('schema_version_hash')),
    insertedAt: String(row.get('inserted_at')),
  };
}

function toStateRow(row: Map<string, QueryValue>): StateRow {
  return {
    version: Number(row.get('version')),
    engineVersion: Number(row.get('engine_version')),
    pipelineName: String(row.get('pipeline_name')),
    state: String(row.get('state')),
    hash: textOrNull(row.get('version_hash')),
    loadId: String(row.get('_dlt_load_id')),
  };
}

function toSchemaRow(row: Map<string, QueryValue>): SchemaRow {
  return {
    name: String(row.get('schema_name')),
    version: Number(row.get('version')),
    engineVersion: Number(row.get('engine_version')),
    hash: String(row.get('version_hash')),
    schema: String(row.get('schema')),
    loadedAt: textOrNull(row.get('loaded_at')),
  };
}

function textOrNull(value: QueryValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
