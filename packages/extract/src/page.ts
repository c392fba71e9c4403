import type { Table } from '@sluice/schema';

/** Records of one resource on their way to one table: what extraction hands on, one page after the other. */
export interface Page {
  /** Raw name of the resource. */
  readonly resource: string;
  /** Raw name of the table the records go to. */
  readonly table: string;
  /**
   * Tables the hints define, under the names that `ExtractOptions.names` gives, the root table first: present on the
   * first page of a table in an extraction and whenever its hints changed since. A page without items may bring
   * nothing else: the table becomes known.
   */
  readonly definitions?: readonly Table[];
  /** The table is to be created at the destination even if no row ever comes. */
  readonly materialize?: true;
  /** `records`: anything, one per row. `arrow`: Arrow tables or record batches, each many rows. */
  readonly kind: 'records' | 'arrow';
  readonly items: readonly unknown[];
}
