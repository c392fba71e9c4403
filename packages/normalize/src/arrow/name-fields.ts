import { adjustToRules, type Column, columnPiece, isComplete, SluiceError } from '@sluice/schema';
import { type ArrowField, type ArrowSchema, arrowColumn } from '@sluice/schema/arrow';
import type { Normalization } from '../normalization.ts';
import { placeError } from '../place-error.ts';

/** A field under the name of its column, and the column it would make. */
export interface NamedField {
  /** Its place among all fields. */
  readonly index: number;
  readonly name: string;
  readonly field: ArrowField;
  /** Incomplete for a null type. */
  readonly column: Column;
}

/** Part files hold microseconds: the most that a column gets without being told. */
const inferredDigits = 6;

/** @throws ARROW_NAME_CLASH, ARROW_TYPE_UNSUPPORTED */
export function nameFields(run: Normalization, table: string, { fields }: ArrowSchema): NamedField[] {
  const digits = Math.min(run.types.maxTimestampPrecision, inferredDigits);
  const rules = { ...run.types, maxTimestampPrecision: digits };
  const named = new Map<string, NamedField>();
  for (const [index, field] of fields.entries()) {
    const name = columnPiece(field.name, run.naming, run.schema);
    const rival = named.get(name);
    if (rival)
      throw new SluiceError(
        'ARROW_NAME_CLASH',
        `The Arrow fields ${JSON.stringify(rival.field.name)} and ${JSON.stringify(field.name)} come to one column`,
        { place: { table, column: name }, remedy: 'Rename one of them' },
      );
    const column = { ...columnOf(field, table), name };
    named.set(name, {
      index,
      name,
      field,
      column: isComplete(column) ? adjustToRules(column, rules) : column,
    });
  }
  return [...named.values()];
}

function columnOf(field: ArrowField, table: string): Column {
  try {
    return arrowColumn(field);
  } catch (cause) {
    throw placeError(cause, { table, column: field.name });
  }
}
