import type { Cardinality, ColumnHints, SchemaContract, TableFormat, WriteDisposition } from '@sluice/schema';
import type { ArrowSchema } from '@sluice/schema/arrow';
import type { Incremental } from '../incremental/incremental.ts';
import type { StandardSchema } from '../standard-schema.ts';
import type { Names } from './names.ts';
import type { MergeDisposition } from './write-disposition.ts';

/** A hint, or a function that finds it for each record. */
export type ByRecord<T, Hint> = Hint | ((record: T) => Hint);

/** A column, or columns, whose values are keys of another table. */
export interface Reference {
  readonly columns: Names;
  readonly referencedTable: string;
  /** As many as `columns`, in their order. */
  readonly referencedColumns: Names;
  /** What it means: `(user.id, "likes", post.id)`. */
  readonly label?: string;
  readonly cardinality?: Cardinality;
}

/** A file format, as schemas name it: `preferred` is the destination's own choice. Each destination has some of them. */
export type FileFormatHint = 'preferred' | 'parquet' | 'jsonl' | 'csv';

/** What can be said about any table. An empty value (`''`, `[]`, `{}`) takes back what was said before. */
export interface TableHints<T = never> {
  readonly description?: ByRecord<T, string>;
  /** What happens to rows that are there: `append` (default), `replace`, `merge`, or an object with options. */
  readonly writeDisposition?: ByRecord<T, WriteDisposition | MergeDisposition>;
  readonly primaryKey?: ByRecord<T, Names>;
  readonly mergeKey?: ByRecord<T, Names>;
  /** By name of the column; or an Arrow schema. */
  readonly columns?: ByRecord<T, Readonly<Record<string, ColumnHints>> | ArrowSchema>;
  /** One to each other table. */
  readonly references?: ByRecord<T, readonly Reference[]>;
  readonly schemaContract?: ByRecord<T, SchemaContract>;
  /** The files that rows are brought to the destination in. Default: the destination's own choice. */
  readonly fileFormat?: ByRecord<T, FileFormatHint | ''>;
  readonly tableFormat?: ByRecord<T, TableFormat | ''>;
  /** Table this one is nested in. It then has no resource of its own. */
  readonly parentTable?: ByRecord<T, string>;
  /** Annotations of your own, and of destinations. */
  readonly [annotation: `x-${string}`]: unknown;
}

/**
 * What becomes of the objects or lists at a path:
 *
 * - `json`: either stays whole, as a value of one JSON column.
 * - `flatten`: objects become columns of the row they are in. What happens to objects anyway.
 * - `table`: lists become rows of a nested table. What happens to lists anyway, and what hints of a table imply.
 */
export type Nesting = 'json' | 'flatten' | 'table';

/** What is said about a path: one word, or hints of the nested table that its lists become. */
export type NestedHints = Nesting | TableHints;

/** Hints that a record can bring along. */
export interface MarkHints<T = never> extends TableHints<T> {
  /** Default: the name of the resource. */
  readonly table?: ByRecord<T, string>;
  /**
   * What becomes of objects and lists, by their path in the record: `pets`, `pets.toys`; a name with a dot in quotes.
   * A `json` path needs an entry for each level around it.
   */
  readonly nested?: ByRecord<T, Readonly<Record<string, NestedHints>>>;
  /** How deep lists and objects become tables and columns of their own; what is deeper is kept as JSON. */
  readonly maxNesting?: number;
}

/**
 * Everything that can be said about a resource.
 *
 * @typeParam T a record, for hints that look at one
 * @typeParam V the cursor's values
 */
export interface ResourceHints<T = never, V = unknown> extends MarkHints<T> {
  /** What a record is, as a Standard Schema (zod, valibot, …): each is checked, and what comes out is loaded. */
  readonly record?: StandardSchema;
  /**
   * Rows of nested tables know the row of the root table they belong to. Where merging needs it, they do so whatever
   * is said here. Default false.
   */
  readonly rootKey?: boolean;
  /** Loads only what is new: `incremental('updated_at')`. */
  readonly cursor?: Incremental<V>;
  /** Reads this resource side by side with the others of its source. Default false: one after the other. */
  readonly parallel?: boolean;
  /** Whether it is loaded when nobody selects. Default true. */
  readonly selected?: boolean;
}

/** Hints of one run: laid over those of every resource it reads. */
export interface RunHints<T = never>
  extends Omit<ResourceHints<T>, 'table' | 'cursor' | 'parallel' | 'selected'> {
  /** Table of plain records; required for them. */
  readonly table?: string;
}
