export { schemaFileJsonSchema } from './json-schema.ts';
export { SchemaInvalidError, type SchemaProblem } from './problems.ts';
export {
  type ParseSchemaFileOptions,
  parseSchemaFile,
  type SchemaFileFormat,
  stringifySchemaFile,
} from './schema-file.ts';
export { validateSchema } from './validate-schema.ts';
