import type { ColumnVector } from '@sluice/schema';
import type { FieldWriter } from './field-writer.ts';
import { boolFields, longFields, wordFields } from './fixed-width-fields.ts';
import { numericColumn } from './numeric.ts';
import { variableWidthFields } from './variable-width-fields.ts';
import { withoutNul } from './without-nul.ts';

const microsPerDay = 86_400_000_000;
/** From 1970 to 2000, where PostgreSQL's calendar starts. */
const epochDays = 10_957;
/** What the binary form of jsonb starts with. */
const jsonbVersion = 1;

/** The writer of a column's fields, in the wire form of its carrier type. */
export function fieldsOf(column: ColumnVector): FieldWriter {
  const { type } = column;
  switch (type.kind) {
    case 'bool':
      return boolFields(column);
    case 'date32':
      return wordFields(column, epochDays);
    case 'int64':
    case 'float64':
    case 'time64':
      return longFields(column, 0);
    case 'timestamp':
      return longFields(column, epochDays * microsPerDay);
    case 'decimal128':
      return variableWidthFields(numericColumn(column, type.scale), null);
    case 'binary':
      return variableWidthFields(column, null);
    case 'utf8':
      return variableWidthFields(withoutNul(column), null);
    case 'json':
      return variableWidthFields(withoutNul(column), jsonbVersion);
  }
}
