/** What the length of a name counts: code points, or the bytes of its UTF-8 form. */
export type LengthUnit = 'characters' | 'bytes';

/**
 * What a destination's identifiers may be. A value of this type is part of a destination's capabilities;
 * `pipeline` hands it to naming and normalizing, which know no destination.
 */
export interface IdentifierRules {
  /** Longest table name, in `lengthUnit`. */
  readonly maxLength: number;
  /** Longest column name, in `lengthUnit`; names are shortened to the smaller of the two. */
  readonly maxColumnLength: number;
  /** What the two lengths count. Default `characters`. */
  readonly lengthUnit?: LengthUnit;
  /** What happens to the case of an unquoted or quoted name on its way in. */
  readonly case: 'preserve' | 'lower' | 'upper';
  /** Whether two names that differ only in case are two names. */
  readonly caseSensitive: boolean;
  /** Which letters have a case where case does not count: those of ASCII alone, or all. Default `unicode`. */
  readonly caseOf?: 'ascii' | 'unicode';
  /** Characters that no name can hold. Default: none. */
  readonly forbiddenCharacters?: readonly string[];
  /** Columns that the destination itself gives every table. Default: none. */
  readonly reservedColumns?: readonly string[];
  /** Datasets that belong to the destination itself; `pg_*` are all that begin with `pg_`. Default: none. */
  readonly reservedDatasets?: readonly string[];
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

/** What CSV and JSONL files for a destination have to keep to. */
export interface TextFileRules {
  /** Whether texts and JSON may hold U+0000. Default true; where false, files are written without. */
  readonly nul?: boolean;
  /** Longest row in bytes, its line end included. Default: any length. */
  readonly maxRowBytes?: number;
}
