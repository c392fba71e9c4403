import type { ColumnHints } from '../hints/column-hints.ts';

/** A JSON Schema of draft 7, 2019-09 or 2020-12. Keywords that say nothing of columns are passed over. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/**
 * The keyword `sluice` of a JSON Schema: what only sluice wants to know of a property. zod writes it as
 * `.meta({ sluice: { … } })`.
 */
export interface SchemaKeyword extends ColumnHints {
  /**
   * `json` keeps objects and lists whole, in one column; said of the record itself it counts for all that is nested
   * in it. Default: `tables`, objects become columns and lists nested tables.
   */
  readonly nested?: 'tables' | 'json';
}
