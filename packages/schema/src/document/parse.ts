import { encodeJson } from '../json/encode.ts';
import { parseJson } from '../json/parse.ts';
import { conventionOf } from '../naming/conventions.ts';
import { documentOf } from './document.ts';
import { corrupted, fieldsOf, withoutMaps } from './fields.ts';
import { migrateDocument } from './migrate.ts';
import type { DocumentTables } from './read-tables.ts';
import type { Normalizers, Schema, SchemaSettings, Table } from './schema.ts';
import { systemNames, tableName } from './system-tables.ts';

/** The stored form: compact JSON. */
export function stringifySchema(schema: Schema): string {
  return encodeJson(documentOf(schema));
}

/**
 * Reads a stored schema. Documents of earlier engines are migrated; names and what is said by saying nothing are
 * filled in.
 *
 * @throws SCHEMA_CORRUPTED for a text that holds no schema, SCHEMA_ENGINE_UNSUPPORTED for one of a later engine.
 */
export function parseSchema(text: string): Schema {
  let document: unknown;
  try {
    document = parseJson(text);
  } catch (cause) {
    throw corrupted('it is not valid JSON', cause);
  }
  const schema = hydrate(readSchema(document));
  refuseIncomplete(schema);
  return schema;
}

/** A schema from a parsed document: migrated, and nothing filled in. */
export function readSchema(parsed: unknown): Schema {
  const document = migrateDocument(parsed);
  const tables = new Map<string, Table>();
  for (const [name, table] of document.tables as DocumentTables) tables.set(name, table as unknown as Table);
  return {
    ...(document as unknown as Schema),
    tables,
    settings: withoutMaps(document.settings ?? {}) as SchemaSettings,
    normalizers: withoutMaps(fieldsOf(document.normalizers, 'normalizers')) as Normalizers,
    previous_hashes: (document.previous_hashes ?? []) as string[],
  };
}

/** Fills in, in place, what exported documents leave out: names, and the disposition and resource of root tables. */
export function hydrate(schema: Schema): Schema {
  for (const [name, table] of schema.tables) {
    table.name = name;
    for (const [column, definition] of table.columns) definition.name = column;
    if (table.parent) continue;
    table.write_disposition ??= 'append';
    table.resource ??= name;
  }
  return schema;
}

function refuseIncomplete(schema: Schema): void {
  if (typeof schema.name !== 'string') throw corrupted('it has no name');
  const convention = conventionOf(schema.normalizers.names);
  for (const raw of [systemNames.version, systemNames.loads])
    if (!schema.tables.has(tableName(convention, raw))) throw corrupted(`it lacks the table ${raw}`);
}
