import type { ColumnVector } from '@sluice/schema';
import type { FieldWriter } from './field-writer.ts';
import { BoolFields, LongFields, ShiftedLongFields, WordFields } from './fixed-width-fields.ts';
import { numericColumn } from './numeric.ts';
import { VariableWidthFields } from './variable-width-fields.ts';
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
      return new BoolFields(column);
    case 'date32':
      return new WordFields(column, epochDays);
    case 'int64':
    case 'float64':
    case 'time64':
      return new LongFields(column);
    case 'timestamp':
      return new ShiftedLongFields(column, epochDays * microsPerDay);
    case 'decimal128':
      return new VariableWidthFields(numericColumn(column, type.scale), null);
    case 'binary':
      return new VariableWidthFields(column, null);
    case 'utf8':
      return new VariableWidthFields(withoutNul(column), null);
    case 'json':
      return new VariableWidthFields(withoutNul(column), jsonbVersion);
  }
}
