import { SluiceError } from '../errors.ts';
import { copyTable } from './copy.ts';
import { type MergeOptions, mergeTable } from './merge.ts';
import { propagateRootKey } from './propagation.ts';
import type { MergeStrategy, Schema, Table } from './schema.ts';

/** What an update of a table depends on. */
export interface UpdateTableOptions extends MergeOptions {
  /** The destination's merge strategies, the default first. Without them no table asks for a root key. */
  readonly mergeStrategies?: readonly MergeStrategy[];
}

/**
 * Adds a table to the schema, or merges what is new of it, in place. Names are normalized already.
 *
 * @returns the table as the schema now has it; its columns stay the same objects over later updates.
 * @throws TABLE_CONFLICT, TABLE_PARENT_MISSING
 */
export function updateTable(schema: Schema, partial: Table, options: UpdateTableOptions = {}): Table {
  const known = schema.tables.get(partial.name);
  const table = known ? mergeTable(known, partial, options) : addTable(schema, partial);
  propagateRootKey(schema, table, partial, options.mergeStrategies ?? []);
  return table;
}

function addTable(schema: Schema, partial: Table): Table {
  if (partial.parent && !schema.tables.has(partial.parent))
    throw new SluiceError(
      'TABLE_PARENT_MISSING',
      `It is to be nested in ${JSON.stringify(partial.parent)}, which does not exist`,
      {
        place: { schema: schema.name, table: partial.name },
        remedy:
          "Define the tables between it and its root too: nested: { a: {}, 'a.b': {} }; of a level that is no list say 'flatten'",
      },
    );
  const table = copyTable(partial);
  schema.tables.set(table.name, table);
  return table;
}
