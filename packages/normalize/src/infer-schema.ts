import {
  bumpSchema,
  cloneSchema,
  namingConvention,
  newSchema,
  portableRuntime,
  type Schema,
  type Table,
  tableNames,
} from '@sluice/schema';
import { createNormalizer } from './normalizer.ts';

/** What a sample of records is told about itself. */
export interface InferSchemaOptions {
  /** The table that the records are for. */
  readonly table: string;
  /** What is known before: what `describe` gives, or the schema of a dataset. It stays as it is. Default: nothing. */
  readonly schema?: Schema;
  /** Name of a new schema. Default: `inferred`. */
  readonly schemaName?: string;
  /** Naming convention of a new schema. Default `snake_case`. */
  readonly naming?: string;
  /** How deep lists and objects become tables and columns of their own. Default: what the schema says. */
  readonly maxNesting?: number;
}

/**
 * The schema that loading some records would lead to: tables, columns, types. Nothing is loaded, and no table counts
 * as one that received data.
 *
 * ```ts
 * const schema = inferSchema(sample, { table: 'issues', schema: await describe(github()) });
 * ```
 *
 * @throws the codes of `NormalizeErrorCode`, NAMING_UNKNOWN, and SCHEMA_CONTRACT_VIOLATED
 */
export function inferSchema(records: Iterable<unknown>, options: InferSchemaOptions): Schema {
  const { table, schemaName = 'inferred', naming: convention = 'snake_case', maxNesting } = options;
  const schema = options.schema ? cloneSchema(options.schema) : newSchema(schemaName, { naming: convention });
  if (maxNesting !== undefined)
    schema.normalizers.json.config = { ...schema.normalizers.json.config, max_nesting: maxNesting };
  const notes = new Map([...schema.tables].map(([name, known]) => [name, known['x-normalizer']]));
  const naming = namingConvention(schema.normalizers.names, null, portableRuntime);
  const normalizer = createNormalizer({
    schema,
    naming,
    runtime: portableRuntime,
    loadId: '0.0',
    // Those of no destination in particular.
    types: { timestampPrecision: 6, maxTimestampPrecision: 9, decimal: [38, 9], wei: [78, 0] },
    mergeStrategies: [],
    onBatch: () => {},
    onWidened: () => {},
  });
  const name = tableNames(schema, naming).root(table);
  for (const record of records) normalizer.write(name, record);
  normalizer.finish();
  for (const inferred of schema.tables.values()) restoreNotes(inferred, notes.get(inferred.name));
  bumpSchema(schema, portableRuntime);
  return schema;
}

function restoreNotes(table: Table, before: unknown): void {
  if (before === undefined) delete table['x-normalizer'];
  else table['x-normalizer'] = before;
}
