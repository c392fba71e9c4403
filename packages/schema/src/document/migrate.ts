import { SluiceError } from '../errors.ts';
import { corrupted, type Fields, fieldsOf } from './fields.ts';
import { schemaEngineVersion } from './new-schema.ts';
import { newTable } from './new-table.ts';
import { type DocumentTables, readTables, readTablesOfEngine1 } from './read-tables.ts';
import { loadsTable, systemNames, versionTable } from './system-tables.ts';

/**
 * A document of today's structure from one of any earlier one. `tables` becomes a map of tables, the `columns` of each
 * a map of columns; what else is in the document stays as it is.
 *
 * @throws SCHEMA_CORRUPTED, SCHEMA_ENGINE_UNSUPPORTED
 */
export function migrateDocument(parsed: unknown): Fields {
  const document = fieldsOf(parsed, 'the document');
  const engine = Number(document.engine_version);
  if (!Number.isInteger(engine) || engine < 1) throw corrupted('it has no engine_version');
  if (engine > schemaEngineVersion)
    throw new SluiceError(
      'SCHEMA_ENGINE_UNSUPPORTED',
      `A stored schema is of engine ${engine}, later than ${schemaEngineVersion}`,
      { remedy: 'Use a newer release' },
    );
  const tables = engine < 3 ? readTablesOfEngine1(document) : readTables(document);
  for (const [target, migrate] of migrations) if (engine < target) migrate(document, tables);
  for (const table of tables.values()) removeSeenNullFirst(table.columns);
  return { ...document, engine_version: schemaEngineVersion, tables };
}

/** What brings a document to an engine version. */
const migrations: readonly (readonly [engine: number, (document: Fields, tables: DocumentTables) => void])[] =
  [
    [3, moveSettings],
    [4, addVersionHash],
    [5, replaceVersionTable],
    [6, replaceLoadsTable],
    [7, unseal],
    [8, addAncestors],
    [9, noteSeenData],
    [10, renameKeysAndTypes],
    [11, keepPathsWhole],
  ];

function moveSettings(document: Fields, tables: DocumentTables): void {
  const { hints, preferred_types, includes, excludes, engine_version } = document;
  document.normalizers = {
    names: 'snake_case',
    json: {
      module: 'dlt.common.normalizers.json.relational',
      config: { propagation: { root: { [systemNames.rowId]: systemNames.rootId } } },
    },
  };
  document.settings = {
    default_hints: Object.fromEntries(
      Object.entries(fieldsOf(hints ?? {}, 'hints')).map(([hint, patterns]) => [
        hint,
        (patterns as string[]).map(asRegex),
      ]),
    ),
    preferred_types: Object.fromEntries(
      Object.entries(fieldsOf(preferred_types ?? {}, 'preferred_types')).map(([pattern, type]) => [
        asRegex(pattern),
        type,
      ]),
    ),
  };
  // The first engine had no filters.
  if (engine_version !== 1)
    for (const [kind, filters] of Object.entries({ excludes, includes }))
      for (const filter of (filters as string[] | undefined) ?? []) addFilter(tables, kind, filter);
  for (const key of ['hints', 'preferred_types', 'includes', 'excludes']) delete document[key];
}

function asRegex(pattern: string): string {
  return `re:${pattern}`;
}

/** Filters were once written for the whole schema: `^table__path`. */
function addFilter(tables: DocumentTables, kind: string, filter: string): void {
  const end = filter.indexOf('__');
  const name = filter.slice(1, end);
  const table = tables.get(name) ?? { ...newTable(name), columns: new Map() };
  const filters = (table.filters ?? {}) as Record<string, string[]>;
  table.filters = { ...filters, [kind]: [...(filters[kind] ?? []), `re:^${filter.slice(end + 2)}`] };
  tables.set(name, table);
}

function addVersionHash(document: Fields): void {
  document.version_hash ??= '';
}

function replaceVersionTable(_: Fields, tables: DocumentTables): void {
  tables.set(systemNames.version, versionTable() as never);
}

function replaceLoadsTable(_: Fields, tables: DocumentTables): void {
  tables.set(systemNames.loads, loadsTable() as never);
}

function unseal(document: Fields, tables: DocumentTables): void {
  if (document.settings) document.settings = without(document.settings, 'schema_sealed');
  for (const table of tables.values()) delete table.table_sealed;
}

function addAncestors(document: Fields): void {
  document.previous_hashes = [];
}

function noteSeenData(_: Fields, tables: DocumentTables): void {
  for (const table of tables.values())
    if (table.columns.has(systemNames.rowId))
      table['x-normalizer'] = { ...(table['x-normalizer'] as object | undefined), 'seen-data': true };
}

/** What was `foreign_key` is `parent_key`; row ids have a property of their own; the type `complex` is `json`. */
function renameKeysAndTypes(document: Fields, tables: DocumentTables): void {
  for (const { columns } of tables.values())
    for (const [name, column] of columns) {
      if (column.data_type === 'complex') column.data_type = 'json';
      if (name === systemNames.rowId) column.row_key = column.unique ?? false;
      if (name === systemNames.parentId) column.parent_key = column.foreign_key ?? false;
      delete column.foreign_key;
    }
  const settings = fieldsOf(document.settings ?? {}, 'settings');
  const hints = Object.entries(fieldsOf(settings.default_hints ?? {}, 'default_hints'));
  if (hints.length > 0)
    settings.default_hints = {
      ...Object.fromEntries(hints.filter(([hint]) => hint !== 'foreign_key')),
      row_key: [systemNames.rowId],
      parent_key: [systemNames.parentId],
    };
  if (settings.preferred_types)
    settings.preferred_types = Object.fromEntries(
      Object.entries(fieldsOf(settings.preferred_types, 'preferred_types')).map(([pattern, type]) => [
        pattern,
        type === 'complex' ? 'json' : type,
      ]),
    );
  document.settings = settings;
  const normalizers = fieldsOf(document.normalizers, 'normalizers');
  const json = fieldsOf(normalizers.json, 'normalizers.json');
  if (json.config) json.config = without(json.config, 'generate_dlt_id');
  document.normalizers = { ...normalizers, json };
}

/** Before engine 11 a separator in a key was squeezed like any other run of underscores. */
function keepPathsWhole(document: Fields): void {
  const normalizers = fieldsOf(document.normalizers, 'normalizers');
  document.normalizers = { ...normalizers, use_break_path_on_normalize: false };
}

/** Columns of which only nulls had been seen were once kept in the document. */
function removeSeenNullFirst(columns: Map<string, Fields>): void {
  for (const [name, column] of columns) {
    const hints = column['x-normalizer'];
    if (!hints || !fieldsOf(hints, 'x-normalizer')['seen-null-first']) continue;
    if (!('data_type' in column)) {
      columns.delete(name);
      continue;
    }
    const others = without(hints, 'seen-null-first');
    if (Object.keys(others).length > 0) column['x-normalizer'] = others;
    else delete column['x-normalizer'];
  }
}

function without(value: unknown, key: string): Fields {
  const { [key]: _, ...others } = fieldsOf(value, key);
  return others;
}
