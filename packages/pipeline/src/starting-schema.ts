import type { Logger } from '@sluice/extract';
import {
  changeNaming,
  cloneSchema,
  describeChanges,
  diffSchemas,
  hasSeenData,
  type IdentifierRules,
  isComplete,
  isSchemaName,
  keepProcessingHints,
  linkAncestor,
  newSchema,
  type Runtime,
  type Schema,
  SluiceError,
  schemaHash,
  schemaName,
} from '@sluice/schema';
import { namingFor } from './naming-for.ts';
import type { ImportedSchema } from './schema-files.ts';

/** Which names tables and columns get. */
export interface NamingOptions {
  readonly convention: string;
  /**
   * Whether the convention of a schema may change although its tables hold data: tables whose names change begin anew
   * under the new ones, and the old ones stay. Default false.
   */
  readonly allowIdentifierChange?: boolean;
}

export interface StartingSchemaOptions {
  /** The schema as the loads so far have left it. */
  readonly stored: Schema | undefined;
  /** The schema as a file says it should be. */
  readonly imported: ImportedSchema | null;
  /** What the pipeline asks for; without it a schema keeps its own, and a new one gets `snake_case`. */
  readonly naming: NamingOptions | undefined;
  /** What names the destination takes. */
  readonly identifiers: IdentifierRules;
  readonly runtime: Runtime;
  readonly logger: Logger;
}

/**
 * The schema an extraction begins with, its own to change: the stored one, or what a file has made of it, under the
 * naming convention the pipeline asks for.
 *
 * @throws SCHEMA_NAME_INVALID, NAMING_UNKNOWN, IDENTIFIERS_FROZEN, IDENTIFIERS_MERGED
 */
export function startingSchema(name: string, options: StartingSchemaOptions): Schema {
  const { stored, imported, naming, identifiers, runtime } = options;
  if (!stored && !isSchemaName(name))
    throw new SluiceError('SCHEMA_NAME_INVALID', `${JSON.stringify(name)} cannot name a schema`, {
      place: { schema: name },
      remedy: `Call the source or the schema ${schemaName(name, runtime)}, for example`,
    });
  const schema = imported
    ? followFile(imported, options)
    : stored
      ? cloneSchema(stored)
      : newSchema(name, { naming: naming?.convention ?? 'snake_case' });
  return naming ? changeNaming(schema, namingFor(naming.convention, identifiers, runtime), naming) : schema;
}

/** The stored schema, unless the file has been edited since: then what the file says. */
function followFile({ file, schema }: ImportedSchema, options: StartingSchemaOptions): Schema {
  const { stored, runtime, logger } = options;
  // What loading has noted is true of the dataset, whatever a file says.
  const edited = keepProcessingHints(schema, stored);
  edited.imported_version_hash = schema.version_hash;
  if (!stored) return edited;
  const isFollowed = schema.version_hash === stored.imported_version_hash;
  if (isFollowed || schemaHash(edited, runtime) === schemaHash(stored, runtime))
    return { ...cloneSchema(stored), imported_version_hash: schema.version_hash };
  refuseOtherNames(stored, edited, options);
  linkAncestor(edited, stored, runtime);
  logger.warn('A schema file was edited, and is obeyed from now on', {
    schema: schema.name,
    file,
    changes: describeChanges(diffSchemas(stored, edited)),
  });
  const retyped = retypedColumns(stored, edited);
  if (retyped.length > 0)
    logger.warn('A schema file gives columns that hold data another type: the destination keeps theirs', {
      schema: schema.name,
      file,
      columns: retyped,
    });
  return edited;
}

/** A file cannot change the naming convention of tables that hold data, either. */
function refuseOtherNames(
  stored: Schema,
  edited: Schema,
  { identifiers, runtime }: StartingSchemaOptions,
): void {
  const { names, allow_identifier_change_on_table_with_data: isAllowed } = edited.normalizers;
  changeNaming(stored, namingFor(names, identifiers, runtime), {
    ...(typeof isAllowed === 'boolean' && { allowIdentifierChange: isAllowed }),
  });
}

function retypedColumns(stored: Schema, edited: Schema): string[] {
  return [...stored.tables.values()].filter(hasSeenData).flatMap((table) => {
    const columns = edited.tables.get(table.name)?.columns;
    return [...table.columns.values()]
      .filter((column) => {
        const after = columns?.get(column.name);
        return isComplete(column) && after && isComplete(after) && after.data_type !== column.data_type;
      })
      .map(({ name }) => `${table.name}.${name}`);
  });
}
