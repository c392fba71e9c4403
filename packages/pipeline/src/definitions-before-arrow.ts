import { isComplete, type Schema, type Table } from '@sluice/schema';

/**
 * Definitions as they may go into the schema before Arrow data does: without the columns that the table does not have
 * yet. These go in with the data, whose own columns stand before them.
 */
export function definitionsBeforeArrow(
  definitions: readonly Table[],
  table: string,
  schema: Schema,
): readonly Table[] {
  const known = schema.tables.get(table)?.columns;
  const isKnown = (name: string) => {
    const column = known?.get(name);
    return column !== undefined && isComplete(column);
  };
  return definitions.map((definition) =>
    definition.name === table
      ? { ...definition, columns: new Map([...definition.columns].filter(([name]) => isKnown(name))) }
      : definition,
  );
}
