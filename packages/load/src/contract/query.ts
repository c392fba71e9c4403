import type { DataType } from '@sluice/schema';

/** How a destination spells what a query refers to. The only way a name gets into the text of one. */
export interface QueryNames {
  /** An identifier, folded and quoted. */
  quote(identifier: string): string;
  /** A table of the dataset, with everything that leads to it. */
  table(name: string): string;
  /** The placeholder of a parameter; positions count from 1. */
  parameter(position: number): string;
}

/** What a query parameter can be. Everything else goes in as its text. */
export type QueryParameter = string | number | bigint | boolean | null;

/** What a query returns: all of its rows, or a batch of them. */
export interface QueryResult {
  readonly columns: readonly QueryColumn[];
  /** Values by column position. */
  readonly rows: readonly (readonly QueryValue[])[];
}

/** A column of a query's result. */
export interface QueryColumn {
  readonly name: string;
  /** The destination's own type text. */
  readonly type: string;
  /** The data type it reads back as; null for types a dataset never holds. */
  readonly dataType: DataType | null;
}

/**
 * How values arrive from a destination.
 *
 * | data type | value |
 * |---|---|
 * | bool, double | boolean, number (NaN and infinities included) |
 * | bigint | number up to 2^53, bigint beyond |
 * | decimal, wei | text, with the column's scale: `"1.100000000"` |
 * | timestamp | ISO 8601 with microseconds, `2024-01-31T23:59:59.000001Z`; without `Z` where the column has no zone |
 * | date, time | `2024-01-31`, `23:59:59.000001` |
 * | json | its text |
 * | binary | `Uint8Array` |
 *
 * Timestamps are text because `Date` ends at milliseconds. Other types, met only in queries of one's own: lists as
 * arrays, structs as objects, the rest as text.
 */
export type QueryValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly QueryValue[]
  | { readonly [key: string]: QueryValue };
