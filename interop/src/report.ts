import type { Result, Verdict } from './result.ts';

type Counts = Record<Verdict, number>;

/** One line per group, in the order of their names. */
export function groupLines(results: readonly Result[]): string[] {
  return countLines(results, ({ groups }) => groups);
}

/** One line per destination: all that concerns it. */
export function destinationLines(results: readonly Result[]): string[] {
  return countLines(results, ({ destination }) => (destination === undefined ? [] : [`at ${destination}`]));
}

function countLines(results: readonly Result[], namesOf: (result: Result) => readonly string[]): string[] {
  const groups = new Map<string, Counts>();
  for (const result of results) {
    for (const name of namesOf(result)) {
      const counts = groups.get(name) ?? { passed: 0, failed: 0, different: 0 };
      counts[result.verdict] += 1;
      groups.set(name, counts);
    }
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, counts]) => `${name.padEnd(32)} ${countText(counts)}`);
}

export function count(results: readonly Result[]): Counts {
  const counts: Counts = { passed: 0, failed: 0, different: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}

function countText({ passed, failed, different }: Counts): string {
  const parts = [`${String(passed).padStart(5)} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (different > 0) parts.push(`${different} different on purpose`);
  return parts.join(', ');
}

/** A result with its first few reasons. */
export function detailLines({ key, verdict, why }: Result, limit: number): string[] {
  const more = why.length > limit ? [`    … and ${why.length - limit} more`] : [];
  return [
    `${verdict === 'failed' ? '✗' : '≠'} ${key}`,
    ...why.slice(0, limit).map((line) => `    ${line}`),
    ...more,
  ];
}
