import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Result } from './result.ts';

const HEADER = [
  '# What does not answer as the real dlt does yet. Written by `pnpm golden --update`, checked by `pnpm golden`:',
  '# nothing may fail that is not listed here, and nothing listed here may pass.',
];

/** Keys of results, read from lines such as `units/naming: 3,7-9` and `cases/duckdb/merge-pk`. */
export function readKnownFailures(path: string): Set<string> {
  const known = new Set<string>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [name = '', ranges] = line.split(': ');
    if (ranges === undefined) known.add(name);
    else for (const number of expand(ranges)) known.add(`${name}:${number}`);
  }
  return known;
}

export async function writeKnownFailures(path: string, keys: Iterable<string>): Promise<void> {
  await writeFile(path, `${[...HEADER, ...toLines(keys)].join('\n')}\n`);
}

export interface Ratchet {
  /** Fails, and is not listed. */
  readonly broken: readonly Result[];
  /** Is listed, and does not fail. */
  readonly mended: readonly string[];
}

export function checkRatchet(results: readonly Result[], known: ReadonlySet<string>): Ratchet {
  return {
    broken: results.filter(({ key, verdict }) => verdict === 'failed' && !known.has(key)),
    mended: results
      .filter(({ key, verdict }) => verdict !== 'failed' && known.has(key))
      .map(({ key }) => key),
  };
}

/** The list after a run: what ran is judged anew, what did not run stays. */
export function updateKnown(results: readonly Result[], known: ReadonlySet<string>): Set<string> {
  const updated = new Set(known);
  for (const { key, verdict } of results) {
    if (verdict === 'failed') updated.add(key);
    else updated.delete(key);
  }
  return updated;
}

function toLines(keys: Iterable<string>): string[] {
  const plain: string[] = [];
  const numbered = new Map<string, number[]>();
  for (const key of keys) {
    const [name = '', number] = key.split(':');
    if (number === undefined) plain.push(name);
    else numbered.set(name, [...(numbered.get(name) ?? []), Number(number)]);
  }
  return [...plain, ...[...numbered].map(([name, numbers]) => `${name}: ${compress(numbers)}`)].sort();
}

function compress(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',');
}

function expand(ranges: string): number[] {
  return ranges.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
