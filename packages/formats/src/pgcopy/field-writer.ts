/** Writes the fields of one column, for a run of rows at a time: loops that call nothing are the fastest. */
export interface FieldWriter {
  /** Adds what the field of each row takes, its length word included, to `sizes`. */
  measure(sizes: Int32Array, firstRow: number, rows: number): void;
  /** Writes the field of each row at its cursor, and moves the cursor behind it. */
  write(target: DataView, cursors: Int32Array, firstRow: number, rows: number): void;
}

/** What comes before each field: its length in bytes. */
export const lengthBytes = 4;

/** The length of a null. */
export const nullLength = -1;
