import type { Column } from '../document/schema.ts';

/** A property whose value is another now. A side that did not have it lacks `before` or `after`. */
export interface PropertyChange {
  /** Keys that lead to it: `['x-normalizer', 'seen-data']`. */
  readonly path: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A table with everything but its columns as `properties`. */
interface WholeTable {
  readonly table: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** In the table's order. */
  readonly columns: readonly Column[];
}

/** One difference between two schemas. Plain data: it survives JSON. */
export type SchemaChange =
  /** Name, description or engine version of the schema. */
  | { readonly kind: 'schema-changed'; readonly properties: readonly PropertyChange[] }
  | { readonly kind: 'settings-changed'; readonly properties: readonly PropertyChange[] }
  | { readonly kind: 'normalizers-changed'; readonly properties: readonly PropertyChange[] }
  | ({ readonly kind: 'table-added' } & WholeTable)
  | ({ readonly kind: 'table-removed' } & WholeTable)
  | { readonly kind: 'table-changed'; readonly table: string; readonly properties: readonly PropertyChange[] }
  /** Behind the table's other columns, unless `columns-reordered` follows. */
  | { readonly kind: 'column-added'; readonly table: string; readonly column: Column }
  | { readonly kind: 'column-removed'; readonly table: string; readonly column: Column }
  | {
      readonly kind: 'column-changed';
      readonly table: string;
      readonly column: string;
      readonly properties: readonly PropertyChange[];
    }
  /** The order of columns is part of a schema. Names of all columns, as they are now. */
  | { readonly kind: 'columns-reordered'; readonly table: string; readonly columns: readonly string[] };
