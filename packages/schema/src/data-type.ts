/** The data types of the dlt dataset format. */
export const dataTypes = [
  'text',
  'double',
  'bool',
  'timestamp',
  'bigint',
  'binary',
  'json',
  'decimal',
  'wei',
  'date',
  'time',
] as const;

/** One of the data types of the format: what a column may hold. */
export type DataType = (typeof dataTypes)[number];
