/** How many rows of the one table belong to how many of the other: the table that declares the reference comes first. */
export const cardinalities = [
  'zero_to_one',
  'one_to_zero',
  'zero_to_many',
  'many_to_zero',
  'one_to_many',
  'many_to_one',
  'one_to_one',
  'many_to_many',
] as const;

/** One of `cardinalities`. */
export type Cardinality = (typeof cardinalities)[number];
