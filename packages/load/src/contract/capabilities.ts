import type { IdentifierRules, MergeStrategy, TextFileRules, TypeRules } from '@sluice/schema';

/** What a part file is written in. */
export type FileFormat = 'parquet' | 'pgcopy' | 'csv' | 'jsonl';
/**
 * How rows take the place of others: emptying the table first, loading into it, or putting a new table in the place of the
 * old one. Under a publish that is one transaction, readers see the same of all of them.
 */
export type ReplaceStrategy = 'truncate-and-insert' | 'insert-from-staging' | 'staging-optimized';
/** What a merge can be told: which staged rows take part, which rows may go, whether equal rows are left alone. */
export type MergeOption = 'source_filter' | 'destination_scope' | 'skip_unchanged_rows';

/** What a destination can do: frozen data, fixed when its factory returns. Core asks these and never the name. */
export interface Capabilities {
  readonly identifiers: IdentifierRules;
  readonly types: TypeRules;
  /** The first is what normalize writes unless asked otherwise. */
  readonly fileFormats: readonly FileFormat[];
  /** What CSV and JSONL files have to keep to. Default: nothing. */
  readonly textFiles?: TextFileRules;
  /** The first is the default; what is not listed is refused, never replaced by something else. */
  readonly replaceStrategies: readonly ReplaceStrategy[];
  readonly mergeStrategies: readonly MergeStrategy[];
  readonly mergeOptions: readonly MergeOption[];
  /** What becomes visible at once: everything of a load, one table, or neither. */
  readonly atomic: 'load' | 'table' | 'none';
  /** How many `stage` calls may run at once. */
  readonly parallelWrites: number;
  /**
   * Whether staging takes the time of the destination and not of the process, so that parts are brought while the rest
   * is still being extracted. Default false.
   */
  readonly stagesEarly?: boolean;
  /** Longest text in UTF-8 bytes; a longer schema document is stored compressed. */
  readonly maxTextBytes: number;
  /** Whether a NOT NULL column can be added to a table that exists. */
  readonly addsNotNullColumns: boolean;
}
