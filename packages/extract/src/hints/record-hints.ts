import type { ColumnHints } from '@sluice/schema';
import type { ArrowSchema } from '@sluice/schema/arrow';
import type { StandardSchema } from '../standard-schema.ts';
import type { ByRecord } from './hints.ts';

/** The keys of a record, or of any of its kinds. */
type KeyOf<T> = T extends unknown ? keyof T & string : never;

/** A key of the record; or the name of a column that has none, such as `home__city`. */
export type NameIn<T> = KeyOf<T> | (string & {});

/** Hints of columns, by keys of the record or other names of columns. */
export type ColumnsOf<T> = { readonly [K in KeyOf<T>]?: ColumnHints } & Readonly<Record<string, ColumnHints>>;

/**
 * Hints beside a schema of the records: editors know their keys.
 *
 * @typeParam T a record as the schema gives it out
 */
export interface RecordHints<T> {
  readonly record: StandardSchema<T>;
  readonly columns?: ByRecord<never, ColumnsOf<NoInfer<T>> | ArrowSchema>;
  readonly primaryKey?: ByRecord<never, NameIn<NoInfer<T>> | readonly NameIn<NoInfer<T>>[]>;
  readonly mergeKey?: ByRecord<never, NameIn<NoInfer<T>> | readonly NameIn<NoInfer<T>>[]>;
}
