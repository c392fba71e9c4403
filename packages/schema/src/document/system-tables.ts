import { type Convention, conventionOf } from '../naming/conventions.ts';
import { newTable } from './new-table.ts';
import type { Column, Schema, Table } from './schema.ts';

/** Raw names of what the format adds to a dataset. */
export const systemNames = {
  prefix: '_dlt',
  version: '_dlt_version',
  loads: '_dlt_loads',
  state: '_dlt_pipeline_state',
  rowId: '_dlt_id',
  loadId: '_dlt_load_id',
  parentId: '_dlt_parent_id',
  listIndex: '_dlt_list_idx',
  rootId: '_dlt_root_id',
} as const;

// Names, order, types and descriptions of these columns are the format's: all of them count in the schema's hash.
const versionColumns: readonly Column[] = [
  required('version', 'bigint', 'Numeric version of the schema, incremented on each schema change'),
  required('engine_version', 'bigint', 'Version of the dlt schema engine that created this schema'),
  required('inserted_at', 'timestamp', 'Timestamp when this schema version was stored'),
  required('schema_name', 'text', 'Name of the schema'),
  required('version_hash', 'text', 'Unique hash of the schema content, used to detect changes'),
  required('schema', 'text', 'JSON representation of the complete schema definition'),
];

const loadsColumns: readonly Column[] = [
  key('load_id', 'Unique identifier of the load operation'),
  { ...required('schema_name', 'text', 'Name of the schema associated with this load'), nullable: true },
  required('status', 'bigint', 'Status of the load operation (0 = success)'),
  required('inserted_at', 'timestamp', 'Timestamp when the load was completed'),
  {
    ...required('schema_version_hash', 'text', 'Hash of the schema version used during this load'),
    nullable: true,
  },
];

const stateColumns: readonly Column[] = [
  required('version', 'bigint', 'Numeric version of the pipeline state'),
  required('engine_version', 'bigint', 'Version of the dlt state engine'),
  required('pipeline_name', 'text', 'Name of the pipeline this state belongs to'),
  required('state', 'text', 'Compressed JSON representation of the pipeline state'),
  required('created_at', 'timestamp', 'Timestamp when this state was created'),
  {
    ...required('version_hash', 'text', 'Hash of the state content, used to detect changes'),
    nullable: true,
  },
  key(systemNames.loadId, 'Load identifier linking this row to its load operation'),
];

/** `_dlt_version`: the versions of the schema. Raw names. */
export function versionTable(): Table {
  return systemTable(systemNames.version, versionColumns, 'Created by DLT. Tracks schema updates');
}

/** `_dlt_loads`: the loads that are complete. Raw names. */
export function loadsTable(): Table {
  return systemTable(systemNames.loads, loadsColumns, 'Created by DLT. Tracks completed loads');
}

/**
 * `_dlt_pipeline_state`: the states of pipelines, as an ordinary table that the normalizer completes with the row
 * id. Raw names.
 */
export function stateTable(): Table {
  return newTable(systemNames.state, { columns: stateColumns, file_format: 'preferred' });
}

/** Whether a table is one of the format's own: contracts and root keys leave those alone. */
export function isSystemTable(schema: Schema, name: string): boolean {
  return name.startsWith(systemPrefix(schema));
}

/** The beginning of all names that the format adds, as the schema's naming convention writes it. */
export function systemPrefix(schema: Schema): string {
  return tableName(conventionOf(schema.normalizers.names), systemNames.prefix);
}

/** A system name as a table name. They are short: no convention needs to cut them. */
export function tableName(convention: Convention, raw: string): string {
  const identifier = convention.identifier(raw);
  return convention.table ? convention.table(identifier) : identifier;
}

function systemTable(name: string, columns: readonly Column[], description: string): Table {
  return newTable(name, { columns, write_disposition: 'skip', description });
}

function required(name: string, data_type: NonNullable<Column['data_type']>, description: string): Column {
  return { name, data_type, nullable: false, description };
}

function key(name: string, description: string): Column {
  return { name, data_type: 'text', nullable: false, precision: 64, description };
}
