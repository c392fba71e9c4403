/**
 * An Arrow `Table` or `RecordBatch`, known by its shape: sources may use any version of the library, and this
 * package needs none.
 */
export interface ArrowData {
  readonly schema: { readonly fields: readonly unknown[] };
  readonly numRows: number;
  slice(begin?: number, end?: number): ArrowData;
}

export function isArrow(value: unknown): value is ArrowData {
  if (typeof value !== 'object' || value === null) return false;
  const { schema, numRows, slice } = value as Partial<ArrowData>;
  return typeof numRows === 'number' && typeof slice === 'function' && Array.isArray(schema?.fields);
}
