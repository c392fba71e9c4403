import type { Schema } from '@sluice/schema';
import { detachedContext } from '../detached-context.ts';
import { Resource } from '../resource.ts';
import type { Source } from '../source.ts';
import { type DescribeOptions, resourceSchema, schemaOf } from './schema-of.ts';

/**
 * The schema that hints define: what a load would start from, without a run, a destination or a record. What data would
 * add is not in it. Of a source, the resources that would be loaded; to find them, its function runs without a pipeline.
 *
 * ```ts
 * const schema = await describe(github());
 * for (const table of resourceTables(schema, 'issues')) console.log(table.name);
 * ```
 *
 * @throws CONTEXT_DETACHED where the function of the source needs `http`, NESTING_CONFLICT, TABLE_PARENT_MISSING, and
 * the codes of `computeTables`
 */
export async function describe(
  of: Resource | Source | (() => Source),
  options: DescribeOptions = {},
): Promise<Schema> {
  if (of instanceof Resource) return resourceSchema(of, options);
  const source = typeof of === 'function' ? of() : of;
  const { resources, isSelected, change } = await source.open(detachedContext());
  return schemaOf(source.name, resources.map(change).filter(isSelected), source, options);
}
