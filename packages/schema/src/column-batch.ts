/**
 * How the values of a column lie in memory: the Arrow types that the data types map to.
 * `json` is `utf8` that holds JSON text.
 */
export type VectorType =
  | { readonly kind: 'bool' | 'int64' | 'float64' | 'date32' | 'time64' | 'utf8' | 'json' | 'binary' }
  /** Microseconds since the epoch, or nanoseconds; `utc` false = a wall clock without a zone. */
  | { readonly kind: 'timestamp'; readonly utc: boolean; readonly unit?: 'ns' }
  /** 16 byte two's complement, little endian, scaled by 10^scale. */
  | { readonly kind: 'decimal128'; readonly precision: number; readonly scale: number };

/** The values of one column of one table part, in Arrow memory layout: views over any buffer, never copies. */
export interface ColumnVector {
  readonly name: string;
  readonly type: VectorType;
  /** Rows, nulls included. */
  readonly length: number;
  readonly nullCount: number;
  /** Bit i (least significant bit first) is 1 where row i holds a value; null when no row is null. */
  readonly validity: Uint8Array | null;
  /**
   * Fixed-width types: one little-endian slot per row (`bool`: one bit), null rows included.
   * `utf8`, `json`, `binary`: the bytes of all values, one after the other.
   */
  readonly values: Uint8Array;
  /** `utf8`, `json`, `binary`: `length + 1` offsets into `values`; null for fixed-width types. */
  readonly offsets: Int32Array | null;
}

/** The values of one table part: what normalize produces, formats encode and destinations load. */
export interface ColumnBatch {
  readonly table: string;
  readonly rows: number;
  /** Columns that hold no value in any row are left out. */
  readonly columns: readonly ColumnVector[];
}
