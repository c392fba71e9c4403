import { type Column, type CompleteColumn, isComplete, type Table, updateTable } from '@sluice/schema';
import { type Normalization, tableWriter } from '../normalization.ts';
import type { ArrowTableState } from './arrow-run.ts';
import type { ColumnDefinitions } from './candidate-columns.ts';
import type { NamedField } from './name-fields.ts';

/**
 * Takes into the schema what is new to it: columns, hints, and more room in columns that came with Arrow data of this
 * load. All other columns stay what they are.
 *
 * @param columns those that the contract allows
 */
export function growTable(
  run: Normalization,
  state: ArrowTableState,
  current: Table,
  columns: ColumnDefinitions,
  { fields, hints }: { readonly fields: readonly NamedField[]; readonly hints: ColumnDefinitions },
): void {
  const updates = new Map<string, Column>();
  const areHintsNew = state.hints !== hints;
  for (const [name, candidate] of columns) {
    const known = current.columns.get(name);
    const hint = hints.get(name);
    if (!known || !isComplete(known)) updates.set(name, candidate);
    else {
      if (state.own.has(name)) widen(known, candidate);
      if (known.data_type === 'bigint' && candidate.data_type === 'double')
        tableWriter(run, current.name, undefined).widen(name);
      if (hint && areHintsNew) updates.set(name, hint);
    }
  }
  for (const { name } of fields) if (updates.has(name) && columns.get(name)?.data_type) state.own.add(name);
  state.hints = hints;
  if (updates.size === 0) return;
  const { mergeStrategies } = run;
  updateTable(
    run.schema,
    { ...current, columns: updates },
    { mergeStrategies, replaceCompound: areHintsNew },
  );
}

/** Part files have room for any integer, and for nulls: so has a column until it is created. */
function widen(column: CompleteColumn, candidate: Column): void {
  if (candidate.nullable !== false && column.nullable === false) column.nullable = true;
  if (column.data_type !== 'bigint' || candidate.data_type !== 'bigint' || column.precision === undefined)
    return;
  if (candidate.precision === undefined) delete column.precision;
  else if (candidate.precision > column.precision) column.precision = candidate.precision;
}

/** Columns that came with Arrow data of this load accept null where other data of it does not have them. */
export function acceptMissing(
  run: Normalization,
  state: ArrowTableState,
  table: string,
  { fields, hints }: { readonly fields: readonly NamedField[]; readonly hints: ColumnDefinitions },
): void {
  const brought = new Set(fields.filter(({ column }) => isComplete(column)).map(({ name }) => name));
  for (const name of state.own) {
    const column = run.schema.tables.get(table)?.columns.get(name);
    if (column?.nullable === false && !brought.has(name) && hints.get(name)?.nullable !== false)
      column.nullable = true;
  }
}
