/** What `coerceValue` returns where a value has no counterpart in the other type. */
export const notCoercible: unique symbol = Symbol('notCoercible');

export type Coerced = typeof notCoercible;
