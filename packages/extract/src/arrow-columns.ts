import type { ColumnHints } from '@sluice/schema';
import { type ArrowSchema, arrowColumn, isArrowSchema } from '@sluice/schema/arrow';

/** Hints of columns, by their names. */
export type Columns = Readonly<Record<string, ColumnHints>>;

/**
 * Hints of columns, which an Arrow schema may give too: its fields say order, type and whether null is accepted.
 * @throws ARROW_TYPE_UNSUPPORTED
 */
export function readColumns(columns: Columns | ArrowSchema): Columns {
  return isArrowSchema(columns)
    ? Object.fromEntries(columns.fields.map((field) => [field.name, hintsOf(arrowColumn(field))]))
    : (columns as Columns);
}

function hintsOf({
  data_type,
  nullable,
  precision,
  scale,
  timezone,
}: ReturnType<typeof arrowColumn>): ColumnHints {
  return {
    ...(data_type !== undefined && { dataType: data_type }),
    ...(nullable !== undefined && { nullable }),
    ...(precision !== undefined && { precision }),
    ...(scale !== undefined && { scale }),
    ...(timezone !== undefined && { timezone }),
  };
}
