import { isComplete, SluiceError } from '@sluice/schema';
import type { Normalization } from '../normalization.ts';

/** A warning for each table with Arrow fields that never had a type, and so no column. */
export function* nullColumns({ arrow, schema }: Normalization): Generator<SluiceError> {
  for (const [table, { untyped }] of arrow.tables) {
    const columns = schema.tables.get(table)?.columns;
    const names = [...untyped].filter((name) => {
      const column = columns?.get(name);
      return !column || !isComplete(column);
    });
    if (names.length > 0)
      yield new SluiceError(
        'COLUMN_ONLY_NULL',
        `No Arrow data had a type for ${names.map((name) => JSON.stringify(name)).join(', ')}: without a type there is no column`,
        { place: { table }, remedy: 'Declare their data types, or leave the fields out' },
      );
  }
}
