import { nestedTables, prepareTable, rootOf, type Schema, tableOf } from '@sluice/schema';
import type { Destination } from './contract.ts';
import { rulesUnder } from './fold-name.ts';
import { refuseNames } from './refuse-names.ts';
import { type StrategyChoice, tableAction } from './table-action.ts';

/**
 * Refuses tables that no load into this destination could take, as far as their definitions tell: asked before a
 * package is sealed, because a package that can never be loaded would stand in the way of all that follow.
 *
 * Throws `LOAD_STRATEGY_UNSUPPORTED`, `MERGE_KEY_MISSING`, `IDENTIFIER_COLLISION`, `IDENTIFIER_TOO_LONG` and
 * `IDENTIFIER_UNSUPPORTED`.
 */
export function refuseUnloadable(
  schema: Schema,
  tables: Iterable<string>,
  destination: Pick<Destination, 'name' | 'capabilities'>,
  choice: StrategyChoice = {},
): void {
  const rules = rulesUnder(schema.normalizers.names, destination.capabilities.identifiers);
  refuseNames('table', schema.tables.keys(), rules, { schema: schema.name });
  const roots = new Set([...tables].map((name) => rootOf(schema, tableOf(schema, name)).name));
  for (const root of roots) {
    tableAction(prepareTable(schema, root), destination, choice);
    for (const { name } of nestedTables(schema, root)) {
      const { columns } = prepareTable(schema, name);
      refuseNames('column', columns.keys(), rules, { schema: schema.name, table: name });
    }
  }
}
