import { type MergeStrategy, mergeStrategyOf, rootOf, type Schema, type Table } from '@sluice/schema';

/** How a root row gets its id: at random, from its keys, or from the whole record. */
export type IdSource = 'random' | 'key' | 'record';

/**
 * How the rows of a table get their ids.
 *
 * @param idColumn name of the column with the ids
 * @throws LOAD_STRATEGY_UNSUPPORTED
 */
export function idSource(
  schema: Schema,
  table: Table,
  mergeStrategies: readonly MergeStrategy[],
  idColumn: string,
): IdSource {
  const isRoot = rootOf(schema, table).name === table.name;
  const strategy = isRoot ? mergeStrategyOf(schema, table, mergeStrategies) : null;
  if (strategy === 'upsert' || strategy === 'insert-only' || strategy === 'cdc') return 'key';
  const isRowVersion = table.columns.get(idColumn)?.['x-row-version'] === true;
  return strategy === 'scd2' && isRowVersion ? 'record' : 'random';
}
