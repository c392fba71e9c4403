import { type Column, type CompleteColumn, hasSeenData, isComplete, type Table } from '@sluice/schema';
import type { Normalization } from '../normalization.ts';
import type { NamedField } from './name-fields.ts';
import { loadIdColumn, rowIdColumn } from './system-columns.ts';

/** Definitions of a table's columns, by normalized name. */
export type ColumnDefinitions = ReadonlyMap<string, Column>;

/**
 * What the data, the options and the hints want the columns of a table to be, in the order of a new table: hints win,
 * and those of columns that the data does not have come last.
 */
export function candidateColumns(
  run: Normalization,
  current: Table,
  fields: readonly NamedField[],
  hints: ColumnDefinitions,
): Map<string, Column> {
  const columns = new Map<string, Column>();
  const isNew = isNewTable(run, current);
  for (const { name, column } of fields) {
    if (!isComplete(column)) continue;
    const known = current.columns.get(name);
    const isKnown = known !== undefined && isComplete(known);
    // Rows that are there already have no value in a column that comes now.
    const own = isNew || isKnown || column.nullable !== false ? column : { ...column, nullable: true };
    columns.set(name, hinted(own, hints.get(name)));
  }
  const { loadId, id } = run.system;
  const add = (name: string, column: Column) => {
    const known = current.columns.get(name);
    if (!columns.has(name) && !(known && isComplete(known))) columns.set(name, column);
  };
  if (run.arrow.loadId) add(loadId, loadIdColumn(loadId));
  for (const [name, hint] of hints) if (!columns.has(name)) columns.set(name, hint);
  if (run.arrow.rowId) add(id, rowIdColumn(id));
  return columns;
}

function isNewTable({ writers }: Normalization, current: Table): boolean {
  return !hasSeenData(current) && (writers.get(current.name)?.totalRows ?? 0) === 0;
}

/** A hint that changes the type takes what else the Arrow type says of it away. */
function hinted(column: CompleteColumn, hint: Column | undefined): Column {
  if (!hint) return column;
  if (hint.data_type === undefined || hint.data_type === column.data_type) return { ...column, ...hint };
  return { nullable: column.nullable ?? true, ...hint };
}
