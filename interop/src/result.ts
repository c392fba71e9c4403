/** `different`: on purpose, exactly as docs/dlt-compatibility.md says. */
export type Verdict = 'passed' | 'failed' | 'different';

/** What became of one line of a unit file, or of one case at one destination. */
export interface Result {
  /** Stable name: `units/naming:12`, `cases/duckdb/merge-pk`. */
  readonly key: string;
  /** What it is counted under: the unit file, or the tags of the case. */
  readonly groups: readonly string[];
  /** Absent for what concerns none. */
  readonly destination?: string;
  readonly verdict: Verdict;
  /** What differs, or what is missing. */
  readonly why: readonly string[];
}
