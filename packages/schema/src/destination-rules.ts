/**
 * What a destination's identifiers may be. A value of this type is part of a destination's capabilities;
 * `pipeline` hands it to naming and normalizing, which know no destination.
 */
export interface IdentifierRules {
  /** Longest table name, in code points. */
  readonly maxLength: number;
  /** Longest column name, in code points; names are shortened to the smaller of the two. */
  readonly maxColumnLength: number;
  /** What happens to the case of an unquoted or quoted name on its way in. */
  readonly case: 'preserve' | 'lower' | 'upper';
  /** Whether two names that differ only in case are two names. */
  readonly caseSensitive: boolean;
}

/** How a destination's types limit inferred columns. Precisions: fractional digits of a second, or digits. */
export interface TypeRules {
  /** Precision of a timestamp without one, and the most a timestamp can have. */
  readonly timestampPrecision: number;
  readonly maxTimestampPrecision: number;
  /** [precision, scale] of a decimal and of a wei without their own. */
  readonly decimal: readonly [number, number];
  readonly wei: readonly [number, number];
}
