import { processingHints } from '../document/chain.ts';
import { hasCompleteColumn } from '../document/columns.ts';
import type { Schema, Table } from '../document/schema.ts';
import { expandContract } from './contract.ts';

const evolveOnce = 'evolve-columns-once';

/**
 * Lets the first load of a table add columns although its contract would not: without that, a new table could never
 * get any. Marks a table that hints define, before it goes into the schema; `setSeenData` takes the mark away.
 */
export function markEvolveOnce(schema: Schema, table: Table): void {
  const known = schema.tables.get(table.name);
  if (known && hasCompleteColumn(known)) return;
  const { columns } = expandContract(table.schema_contract ?? schema.settings.schema_contract);
  if (columns !== 'evolve') table['x-normalizer'] = { ...processingHints(table), [evolveOnce]: true };
}

/** Notes that a table received data: from now on its contract holds, and its names cannot change any more. */
export function setSeenData(schema: Schema, table: string): void {
  const known = schema.tables.get(table);
  if (!known) return;
  const { [evolveOnce]: _, ...hints } = processingHints(known);
  known['x-normalizer'] = { ...hints, 'seen-data': true };
}
