import { type ArrowSchema, type ArrowType, isArrowSchema } from './arrow-type.ts';

/** One column of one record batch, and what is nested in it: what the library calls `Data`. */
export interface ArrowArray {
  readonly type: ArrowType;
  readonly length: number;
  /** Rows that its bitmaps begin with and that it does not have: slices share bitmaps, and nothing else. */
  readonly offset: number;
  /** Slots of fixed width, bits (of booleans), bytes of all values, indices into the dictionary, or views. */
  readonly values?: ArrayBufferView | undefined;
  /** 32-bit, of the large types 64-bit. */
  readonly valueOffsets?: ArrayBufferView | undefined;
  /** Bit i (least significant bit first) is 1 where row i holds a value; none or empty: all rows do. */
  readonly nullBitmap?: Uint8Array | null | undefined;
  readonly children: readonly ArrowArray[];
  readonly dictionary?: { readonly data: readonly ArrowArray[] } | undefined;
  /** What the longer values of a view type are views of. */
  readonly variadicBuffers?: readonly Uint8Array[] | undefined;
}

interface Rows {
  readonly schema: ArrowSchema;
  readonly numRows: number;
  slice(begin?: number, end?: number): ArrowTable;
}

/** A `RecordBatch` of an Arrow library. */
export interface ArrowBatch extends Rows {
  readonly data: Pick<ArrowArray, 'length' | 'children'>;
}

/**
 * A `Table` or `RecordBatch` of an Arrow library, known by its shape: sources may use any version of the library, and
 * sluice needs none.
 */
export interface ArrowTable extends Rows {
  /** Of a `Table`. */
  readonly batches?: readonly ArrowBatch[];
}

/** Knows a `Table` or `RecordBatch` of an Arrow library by its shape. */
export function isArrow(value: unknown): value is ArrowTable {
  if (typeof value !== 'object' || value === null) return false;
  const { numRows, slice, schema, batches, data } = value as Partial<ArrowTable & ArrowBatch>;
  if (typeof numRows !== 'number' || typeof slice !== 'function') return false;
  return (Array.isArray(batches) || Array.isArray(data?.children)) && isArrowSchema(schema);
}

/** The record batches of a table, or the one that it is itself. */
export function arrowBatches(table: ArrowTable): readonly ArrowBatch[] {
  return table.batches ?? [table as ArrowBatch];
}
