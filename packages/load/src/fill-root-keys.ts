import type { CompleteColumn } from '@sluice/schema';
import type { PlannedTable } from './contract.ts';

/**
 * Where nested tables get a root key, says how the rows that are there come by it: each from the row it is nested in.
 * Tables come after those they are nested in, so that these have theirs by then.
 */
export function fillRootKeys(tables: readonly PlannedTable[]): PlannedTable[] {
  const byName = new Map(tables.map((planned) => [planned.table.name, planned]));
  return tables.map((planned) => {
    const parent = byName.get(planned.table.parent ?? '');
    const fillRootKey = parent && fillFrom(parent, planned);
    return fillRootKey ? { ...planned, fillRootKey } : planned;
  });
}

/** Undefined where there is nothing to fill, or no way to the parents: such rows belong to nobody. */
function fillFrom(parent: PlannedTable, { columns, addColumns }: PlannedTable): PlannedTable['fillRootKey'] {
  const column = addColumns.find(({ root_key }) => root_key);
  const parentKey = columns.find(({ parent_key }) => parent_key);
  const parentRowKey = parent.columns.find(({ row_key }) => row_key);
  const value =
    parent.table.parent === undefined ? parentRowKey : parent.columns.find(({ root_key }) => root_key);
  if (!column || !parentKey || !parentRowKey || !value) return undefined;
  if (parent.create || isNew(parentKey, addColumns) || isNew(parentRowKey, parent.addColumns))
    return undefined;
  return {
    column: column.name,
    parentKey: parentKey.name,
    parent: parent.table.name,
    parentRowKey: parentRowKey.name,
    value: value.name,
  };
}

function isNew({ name }: CompleteColumn, added: readonly CompleteColumn[]): boolean {
  return added.some((column) => column.name === name);
}
