import {
  bumpSchema,
  type DataType,
  hydrate,
  inferColumn,
  inferType,
  type NewSchemaOptions,
  newSchema,
  parseSchema,
  readSchema,
  requiresValue,
  type Schema,
  schemaEngineVersion,
  schemaHash,
  stringifySchema,
  withoutProcessingHints,
} from '@sluice/schema';
import { stringifySchemaFile, validateSchema } from '@sluice/schema/files';
import { at, type Json, listOf } from '../json/json.ts';
import { parseJson } from '../json/parse.ts';
import { printJson } from '../json/print.ts';
import { Refused, type UnitAdapter } from './adapter.ts';
import { plain } from './documents.ts';
import { runtime } from './runtime.ts';
import { decodeValue, encodeValue } from './values.ts';

function schemaOf(document: Json): Schema {
  return parseSchema(printJson(document));
}

function documentOf(schema: Schema): Json {
  return parseJson(stringifySchema(schema));
}

function optionsOf(settings: Json | undefined): NewSchemaOptions {
  const detections = at(settings, 'detections');
  const preferred = at(settings, 'preferred_types');
  const hints = at(settings, 'default_hints');
  return {
    ...(detections === undefined ? {} : { detections: listOf(detections).map(String) }),
    ...(preferred === undefined ? {} : { preferredTypes: plain<Record<string, DataType>>(preferred) }),
    ...(hints === undefined ? {} : { defaultHints: plain<Record<string, string[]>>(hints) }),
  };
}

const bump: UnitAdapter = (input) => {
  const schema = schemaOf(input);
  bumpSchema(schema, runtime);
  const { version, version_hash, previous_hashes } = schema;
  return encodeValue({ version, version_hash, previous_hashes });
};

const create: UnitAdapter = (input, settings) => {
  const schema = newSchema(String(input), optionsOf(settings));
  bumpSchema(schema, runtime);
  return new Map<string, Json>([
    ['document', documentOf(schema)],
    ['version_hash', schema.version_hash],
  ]);
};

/** A migrated document as it is, and the hash it has once filled in. */
const migrate: UnitAdapter = (input) => {
  const document = documentOf(readSchema(plain(input)));
  return new Map<string, Json>([
    ['document', document],
    ['hydrated_hash', schemaHash(hydrate(readSchema(plain(input))), runtime)],
  ]);
};

const hash: UnitAdapter = (input, settings) => {
  // One document is of an earlier engine, and hashed as it is: it must not be migrated on the way.
  const schema = readSchema({ ...plain<object>(input), engine_version: schemaEngineVersion });
  schema.engine_version = Number(at(input, 'engine_version'));
  return schemaHash(at(settings, 'hydrate') === false ? schema : hydrate(schema), runtime);
};

/** A document in all the forms it has: as it is stored, and as files. */
const normal: UnitAdapter = (input, settings) => {
  const stored = schemaOf(input);
  const schema = at(settings, 'remove_processing_hints') === true ? withoutProcessingHints(stored) : stored;
  bumpSchema(schema, runtime);
  return new Map<string, Json>([
    ['document', documentOf(schema)],
    ['stripped', parseJson(stringifySchemaFile(schema, 'json'))],
    ['yaml', stringifySchemaFile(schema, 'yaml')],
    ['version_hash', schema.version_hash],
  ]);
};

const inferColumns: UnitAdapter = (input, settings) => {
  const value = decodeValue(at(input, 'value') ?? null);
  const schema = newSchema('golden', optionsOf(at(settings, 'schema')));
  const name = String(at(input, 'name'));
  if (value === null && requiresValue(schema, name)) throw new Refused('null where there has to be a value');
  if (value === null) return null; // Null brings no column along, here as there.
  const given = at(settings, 'data_type');
  const type =
    given === undefined ? inferType(value, schema.settings.detections ?? []) : (String(given) as DataType);
  return encodeValue(inferColumn(schema, name, type, { variant: at(settings, 'is_variant') === true }));
};

const validate: UnitAdapter = (input) => {
  validateSchema(plain(input));
  return 'valid';
};

export const storedSchemaAdapters: Readonly<Record<string, UnitAdapter>> = {
  'schema-hash': hash,
  'schema-bump': bump,
  'schema-new': create,
  'schema-normal': normal,
  'schema-migrate': migrate,
  'schema-validate': validate,
  'infer-column': inferColumns,
};
