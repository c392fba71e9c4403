/** Type codes of Thrift's compact protocol. */
export const thriftTypes = {
  stop: 0,
  true: 1,
  false: 2,
  int32: 5,
  int64: 6,
  binary: 8,
  list: 9,
  struct: 12,
} as const;
