import type { DataType } from '@sluice/schema';

/** A column as it is at the destination. */
export interface PhysicalColumn {
  readonly name: string;
  /** The destination's own type text. */
  readonly type: string;
  /** The data type it reads back as; null for types a dataset never holds, absent where nobody can tell. */
  readonly dataType?: DataType | null;
  /**
   * Bits of integers and of the digits of doubles, decimal digits, characters of texts, fractional digits of a second.
   * Absent where nothing limits them.
   */
  readonly precision?: number;
  /** Digits behind the point of a decimal. */
  readonly scale?: number;
  /** Whether timestamps are instants. */
  readonly timezone?: boolean;
  readonly nullable: boolean;
  /** Whether the destination gives it a value where a row brings none. Default false. */
  readonly hasDefault?: boolean;
  /** Whether the destination alone gives it values. Default false. */
  readonly isGenerated?: boolean;
  /** Whether it belongs to a view, or to something else that no load can write to. Default false. */
  readonly isView?: boolean;
}
