import { SluiceError } from '@sluice/schema';
import type { TableWriter } from '../table-writer.ts';
import type { ArrowTableState } from './arrow-run.ts';
import type { NamedField } from './name-fields.ts';

/**
 * For where nothing is to be converted.
 * @throws ARROW_TYPE_MISMATCH for a field that had another type before in this load, or whose column has another.
 */
export function refuseOtherTypes(
  writer: TableWriter,
  { types }: ArrowTableState,
  fields: readonly NamedField[],
): void {
  for (const { name, field, column } of fields) {
    const type = String(field.type);
    const before = types.get(name) ?? type;
    types.set(name, before);
    const target = writer.columns.get(name)?.column.data_type;
    if (before === type && target === column.data_type) continue;
    throw new SluiceError(
      'ARROW_TYPE_MISMATCH',
      before === type
        ? `A field of the Arrow type ${type} is for a column that is ${target}`
        : `A field of the Arrow type ${type} was ${before} earlier in this load`,
      {
        place: { table: writer.name, column: name },
        remedy: "Cast the field, or let values be converted: arrow: { conversion: 'exact' }",
      },
    );
  }
}
