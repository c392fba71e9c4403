import { processingHints } from '../document/chain.ts';
import { hasCompleteColumn } from '../document/columns.ts';
import type { Schema, Table } from '../document/schema.ts';
import type { ExpandedContract } from './contract.ts';

const evolveOnce = 'evolve-columns-once';

/**
 * Lets the first load of a table add columns although its contract would not: without that, a new table could never
 * get any. Marks a table that hints define, before it goes into the schema; `setSeenData` takes the mark away.
 */
export function markEvolveOnce(schema: Schema, table: Table, contract: ExpandedContract): void {
  const known = schema.tables.get(table.name);
  if (contract.columns === 'evolve' || (known && hasCompleteColumn(known))) return;
  table['x-normalizer'] = { ...processingHints(table), [evolveOnce]: true };
}

/** Notes that a table received data: from now on its contract holds, and its names cannot change any more. */
export function setSeenData(schema: Schema, table: string): void {
  const known = schema.tables.get(table);
  if (!known) return;
  const { [evolveOnce]: _, ...hints } = processingHints(known);
  known['x-normalizer'] = { ...hints, 'seen-data': true };
}
