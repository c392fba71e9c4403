/** What a place holds after everything that was to happen has happened. */
export interface Outcome {
  /** By table, its rows as text, in no order. */
  readonly rows: ReadonlyMap<string, readonly string[]>;
  /** Everything else that has to be the same: columns, files and so on, in no order. */
  readonly facts: readonly string[];
  /** What can never be right. */
  readonly problems: readonly string[];
}

/** Where an outcome is not what it should be. */
export interface Difference {
  /** Rows that should be there. */
  readonly lost: readonly string[];
  /** Rows too many. */
  readonly repeated: readonly string[];
  /** Everything else. */
  readonly other: readonly string[];
}

export function compare(expected: Outcome, actual: Outcome): Difference {
  // System tables last: what a person loaded says more.
  const tables = [...new Set([...expected.rows.keys(), ...actual.rows.keys()])].sort().reverse();
  const lost: string[] = [];
  const repeated: string[] = [];
  for (const table of tables) {
    const should = expected.rows.get(table) ?? [];
    const is = actual.rows.get(table) ?? [];
    lost.push(...surplus(should, is).map((row) => `${table} ${row}`));
    repeated.push(...surplus(is, should).map((row) => `${table} ${row}`));
  }
  return {
    lost,
    repeated,
    other: [
      ...surplus(expected.facts, actual.facts).map((fact) => `missing: ${fact}`),
      ...surplus(actual.facts, expected.facts).map((fact) => `unexpected: ${fact}`),
      ...actual.problems,
    ],
  };
}

/** The difference from whichever of several good outcomes is nearest. */
export function compareWithNearest(expected: readonly Outcome[], actual: Outcome): Difference {
  const [first, ...others] = expected.map((one) => compare(one, actual));
  if (!first) throw new Error('Nothing to compare with');
  return others.reduce((best, next) => (weight(next) < weight(best) ? next : best), first);
}

export function weight({ lost, repeated, other }: Difference): number {
  return lost.length + repeated.length + other.length;
}

/** What `from` has more often than `other`. */
function surplus(from: readonly string[], other: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const item of other) left.set(item, (left.get(item) ?? 0) + 1);
  return from.filter((item) => {
    const count = left.get(item) ?? 0;
    left.set(item, count - 1);
    return count <= 0;
  });
}
