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

export type DataType = (typeof dataTypes)[number];
