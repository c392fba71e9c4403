import {
  applySchemaOptions,
  bumpSchema,
  defineTables,
  namingConvention,
  newSchema,
  portableRuntime,
  type Schema,
  type SchemaOptions,
  schemaName,
  tableNames,
} from '@sluice/schema';
import { computeTables, dependsOnRecord, tableNameOf } from '../hints/compute-tables.ts';
import type { ResourceHints } from '../hints/hints.ts';
import { knownTables } from '../hints/known-tables.ts';

/** What describing depends on. */
export interface DescribeOptions {
  /** Naming convention. Default `snake_case`. */
  readonly naming?: string;
  /** Resource → a record of it, where hints are functions of one. Without, such a resource defines no table. */
  readonly records?: Readonly<Record<string, unknown>>;
}

/** A resource as far as its tables go. */
interface Described {
  readonly name: string;
  readonly hints: ResourceHints;
}

/** The schema that resources define by their hints, before there is any data. */
export function schemaOf(
  name: string,
  resources: readonly Described[],
  schemaOptions: SchemaOptions,
  { naming: convention = 'snake_case', records = {} }: DescribeOptions = {},
): Schema {
  const schema = newSchema(name, { naming: convention });
  const naming = namingConvention(convention, null, portableRuntime);
  const names = tableNames(schema, naming);
  const known = knownTables(schema);
  applySchemaOptions(schema, schemaOptions, naming);
  const owned = new Set<string>();
  for (const resource of resources) {
    const record = Object.hasOwn(records, resource.name) ? records[resource.name] : undefined;
    const isByRecord = typeof resource.hints.table === 'function' || dependsOnRecord(resource.hints);
    if (isByRecord && record === undefined) continue;
    // The first resource that writes to a table says what it is.
    const table = tableNameOf(resource.name, resource.hints, record);
    if (owned.has(table)) continue;
    owned.add(table);
    defineTables(schema, naming, computeTables(resource, { table, record, names, known }));
  }
  bumpSchema(schema, portableRuntime);
  return schema;
}

/** The schema of a resource by itself: it is called after the resource. */
export function resourceSchema(resource: Described, options?: DescribeOptions): Schema {
  return schemaOf(schemaName(resource.name, portableRuntime), [resource], {}, options);
}
