import { nestedTables, prepareTable, rootOf, type Schema, tableOf } from '@sluice/schema';
import type { Destination } from './contract.ts';
import { refuseCollisions } from './fold-name.ts';
import { type StrategyChoice, tableAction } from './table-action.ts';

/**
 * Refuses tables that no load into this destination could take, as far as their definitions tell: asked before a
 * package is sealed, because a package that can never be loaded would stand in the way of all that follow.
 *
 * Throws `LOAD_STRATEGY_UNSUPPORTED`, `MERGE_KEY_MISSING` and `IDENTIFIER_COLLISION`.
 */
export function refuseUnloadable(
  schema: Schema,
  tables: Iterable<string>,
  destination: Pick<Destination, 'name' | 'capabilities'>,
  choice: StrategyChoice = {},
): void {
  const { identifiers } = destination.capabilities;
  refuseCollisions('table', schema.tables.keys(), identifiers, { schema: schema.name });
  const roots = new Set([...tables].map((name) => rootOf(schema, tableOf(schema, name)).name));
  for (const root of roots) {
    tableAction(prepareTable(schema, root), destination, choice);
    for (const { name } of nestedTables(schema, root)) {
      const { columns } = prepareTable(schema, name);
      refuseCollisions('column', columns.keys(), identifiers, { schema: schema.name, table: name });
    }
  }
}
