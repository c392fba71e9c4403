import type { ColumnVector } from '@sluice/schema';
import type { ColumnWriter } from '../column-writer.ts';

/**
 * What may become of Arrow values whose type is not that of their column:
 *
 * - `none`: nothing. A field has the same type in all batches of a load, and its column's.
 * - `exact`: they are converted where nothing is lost.
 * - `lossy`: they are converted as records are, and digits that the column has no place for are cut off.
 */
export type ArrowConversion = 'none' | 'exact' | 'lossy';

/** What is added to the rows of Arrow data, and what may become of their values. */
export interface ArrowOptions {
  /** Fills `_dlt_load_id`. Default false; tables that have the column get it filled anyway. */
  readonly loadId?: boolean;
  /** Fills `_dlt_id` with random ids. Default false; tables that have the column get it filled anyway. */
  readonly rowId?: boolean;
  /** Default `exact`. */
  readonly conversion?: ArrowConversion;
}

/** What is known of one table that Arrow data is written to. */
export interface ArrowTableState {
  /** Columns that came into being with Arrow data of this load: they may still grow wider. */
  readonly own: Set<string>;
  /** Column → the Arrow type it first had in this load. */
  readonly types: Map<string, string>;
  /** Names of fields of null type. */
  readonly untyped: Set<string>;
  /** The hints that were taken into the schema last. */
  hints: unknown;
}

/** What all Arrow data of one normalization shares. */
export interface ArrowRun extends Required<ArrowOptions> {
  /** The tables that Arrow data was written to, also where it had no rows. */
  readonly tables: Map<string, ArrowTableState>;
  /** Decoded dictionaries, by the column they were decoded for: batches share them. */
  readonly dictionaries: WeakMap<object, WeakMap<ColumnWriter, ColumnVector>>;
}

export function startArrow({
  loadId = false,
  rowId = false,
  conversion = 'exact',
}: ArrowOptions = {}): ArrowRun {
  return { loadId, rowId, conversion, tables: new Map(), dictionaries: new WeakMap() };
}
