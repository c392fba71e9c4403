import { documentOf } from '../document/document.ts';
import { entriesOf, type Fields, fieldsOf, isPlainObject } from '../document/fields.ts';
import { migrateDocument } from '../document/migrate.ts';
import { schemaEngineVersion } from '../document/new-schema.ts';
import { hydrate, readSchema } from '../document/parse.ts';
import type { Schema } from '../document/schema.ts';
import { systemNames, tableName } from '../document/system-tables.ts';
import { encodeJson } from '../json/encode.ts';
import { parseJson } from '../json/parse.ts';
import { conventionOf } from '../naming/conventions.ts';
import { isSchemaName } from '../naming/schema-name.ts';
import type { Value } from '../values/values.ts';
import { writePrettyJson } from './pretty-json.ts';
import { SchemaInvalidError, type SchemaProblem } from './problems.ts';
import { problemsOf } from './validate-schema.ts';
import { readYaml } from './yaml/read-yaml.ts';
import { writeYaml } from './yaml/write-yaml.ts';

/** How a schema file is written. YAML is the one for people. */
export type SchemaFileFormat = 'yaml' | 'json';

/** What `parseSchemaFile` need not know. */
export interface ParseSchemaFileOptions {
  /** Where the text comes from: errors name it. */
  readonly file?: string;
}

/**
 * Reads a schema from a file that people may have edited. Documents of earlier engines are migrated; what an exported
 * file leaves out is filled in.
 *
 * The file's version and hash stay as they are, although its content may be another by now: `bumpSchema` sees to that.
 *
 * @throws SCHEMA_INVALID (a `SchemaInvalidError`) with everything that is wrong, SCHEMA_ENGINE_UNSUPPORTED,
 * NAMING_UNKNOWN
 */
export function parseSchemaFile(
  text: string,
  format: SchemaFileFormat,
  { file }: ParseSchemaFileOptions = {},
): Schema {
  try {
    return parse(text, format);
  } catch (error) {
    throw error instanceof SchemaInvalidError ? new SchemaInvalidError(error.problems, file) : error;
  }
}

function parse(text: string, format: SchemaFileFormat): Schema {
  const parsed = format === 'yaml' ? readYaml(text) : readJson(text);
  const document = ofThisEngine(parsed);
  const problems = problemsOf(document);
  if (problems.length === 0) problems.push(...missingKeys(fieldsOf(document, 'the document')));
  if (problems.length > 0) throw new SchemaInvalidError(problems);
  const schema = hydrate(readSchema(completed(fieldsOf(document, 'the document'))));
  const incomplete = [...missingSystemTables(schema), ...badName(schema)];
  if (incomplete.length > 0) throw new SchemaInvalidError(incomplete);
  return schema;
}

/**
 * Writes a schema as a file for people and version control: what the stored document says, without the names that the
 * keys say already. YAML has the very bytes that dlt would export.
 */
export function stringifySchemaFile(schema: Schema, format: SchemaFileFormat): string {
  const document = strippedDocument(schema);
  return format === 'yaml' ? writeYaml(document) : writePrettyJson(document);
}

function readJson(text: string): Value {
  try {
    return parseJson(text);
  } catch (cause) {
    const problem = `is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new SchemaInvalidError([{ path: '', problem }]);
  }
}

function ofThisEngine(parsed: Value): unknown {
  if (!isPlainObject(parsed) && !(parsed instanceof Map)) return parsed;
  const { engine_version: engine } = fieldsOf(parsed, 'the document');
  return Number.isInteger(engine) && engine !== schemaEngineVersion ? migrateDocument(parsed) : parsed;
}

function missingKeys(document: Fields): SchemaProblem[] {
  return ['name', 'engine_version', 'tables']
    .filter((key) => document[key] === undefined)
    .map((path) => ({ path, problem: 'is missing' }));
}

function badName({ name }: Schema): SchemaProblem[] {
  if (isSchemaName(name)) return [];
  return [{ path: 'name', problem: 'is no name for a schema: letters, digits and _, at most 64 of them' }];
}

function missingSystemTables(schema: Schema): SchemaProblem[] {
  const convention = conventionOf(schema.normalizers.names);
  return [systemNames.version, systemNames.loads]
    .map((raw) => tableName(convention, raw))
    .filter((name) => !schema.tables.has(name))
    .map((name) => ({ path: `tables.${name}`, problem: 'is missing: an exported file has it' }));
}

const jsonModules = 'dlt.common.normalizers.json';

/** What goes without saying in a file that was written by hand. */
function completed(document: Fields): Fields {
  const normalizers = fieldsOf(document.normalizers ?? {}, 'normalizers');
  const json = fieldsOf(normalizers.json ?? {}, 'normalizers.json');
  const module = String(json.module ?? 'relational');
  return {
    version: 1,
    version_hash: '',
    previous_hashes: [],
    ...document,
    normalizers: {
      ...normalizers,
      names: normalizers.names ?? 'snake_case',
      json: { ...json, module: module.includes('.') ? module : `${jsonModules}.${module}` },
    },
  };
}

/** The document as a file has it: tables and columns without their names, no note of what was imported. */
function strippedDocument(schema: Schema): Value {
  const document = new Map<string, unknown>(documentOf(schema));
  document.delete('imported_version_hash');
  const tables = new Map(
    [...schema.tables].map(([name, table]) => {
      const columns = new Map(
        [...table.columns].map(([column, definition]) => [column, nameless(definition)]),
      );
      return [name, nameless({ ...table, columns })];
    }),
  );
  document.set('tables', tables);
  return parseJson(encodeJson(document));
}

function nameless(object: object): Map<string, unknown> {
  return new Map(entriesOf(object, '').filter(([key]) => key !== 'name'));
}
