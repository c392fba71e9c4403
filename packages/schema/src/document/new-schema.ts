import type { DataType } from '../data-type.ts';
import { mergeHints, normalizePattern } from '../hints/pattern.ts';
import { type Convention, conventionOf } from '../naming/conventions.ts';
import type { Schema, SchemaSettings, Table } from './schema.ts';
import { loadsTable, systemNames, tableName, versionTable } from './system-tables.ts';

/** The version of the document's structure that sluice writes: dlt calls it the schema engine. */
export const schemaEngineVersion = 11;

/** What a schema starts with, beside what every schema starts with. */
export interface NewSchemaOptions {
  /** Naming convention. Default `snake_case`. */
  readonly naming?: string;
  /** Detectors that look for types in texts and numbers. Default `['iso_timestamp']`. */
  readonly detections?: readonly string[];
  /** Pattern of column names → the type such columns get. */
  readonly preferredTypes?: Readonly<Record<string, DataType>>;
  /** Hint → patterns of column names that get it; they join the format's own. */
  readonly defaultHints?: Readonly<Record<string, readonly string[]>>;
}

/** A schema without data: the system tables and the settings every schema starts with. @throws NAMING_UNKNOWN */
export function newSchema(name: string, options: NewSchemaOptions = {}): Schema {
  const {
    naming = 'snake_case',
    detections = ['iso_timestamp'],
    preferredTypes,
    defaultHints = {},
  } = options;
  const convention = conventionOf(naming);
  const column = (raw: string) => convention.identifier(raw);
  const pattern = (raw: string) => normalizePattern(raw, column);
  const { rowId, rootId, parentId, listIndex, loadId } = systemNames;
  const settings: SchemaSettings = {
    detections: [...detections],
    default_hints: {
      not_null: [rowId, rootId, parentId, listIndex, loadId].map(column),
      parent_key: [column(parentId)],
      root_key: [column(rootId)],
      unique: [column(rowId)],
      row_key: [column(rowId)],
    },
  };
  mergeHints(
    settings,
    Object.fromEntries(Object.entries(defaultHints).map(([hint, patterns]) => [hint, patterns.map(pattern)])),
  );
  if (preferredTypes)
    settings.preferred_types = Object.fromEntries(
      Object.entries(preferredTypes).map(([raw, type]) => [pattern(raw), type]),
    );
  const tables = [versionTable(), loadsTable()].map((table) => renameTable(table, convention));
  return {
    version: 1,
    version_hash: '',
    engine_version: schemaEngineVersion,
    name,
    tables: new Map(tables.map((table) => [table.name, table])),
    settings,
    normalizers: { names: naming, json: { module: 'dlt.common.normalizers.json.relational' } },
    previous_hashes: [],
  };
}

function renameTable(table: Table, convention: Convention): Table {
  const columns = new Map(
    [...table.columns.values()].map((column) => {
      const name = convention.identifier(column.name);
      return [name, { ...column, name }];
    }),
  );
  return { ...table, name: tableName(convention, table.name), columns };
}
