import { compareOutcomes } from '../canonical/compare.ts';
import type { CanonicalDataset, Outcome } from '../canonical/outcome.ts';
import { relabel } from '../canonical/relabel.ts';
import { at, type Json } from '../json/json.ts';
import type { Verdict } from '../result.ts';
import { cutPages } from './cut-pages.ts';
import { applyLateTyping, lateTypedColumns } from './late-typing.ts';

/** What dlt left behind, and what the case says of itself. */
export interface CaseFacts {
  readonly document: Json;
  readonly tags: readonly string[];
  readonly expected: readonly Outcome[];
}

export interface Judgement {
  readonly verdict: Verdict;
  readonly why: readonly string[];
}

/**
 * Compares sluice's outcomes with dlt's, run by run. Where they differ, a tag of the case may allow it, if
 * `register` (the rows of docs/dlt-compatibility.md) has it; everything the tag does not name must still be equal.
 *
 * - `late-typing`: a column is `double` where dlt has `bigint` and a `__v_double` variant.
 * - `limit`: rows that dlt loads from a page after a limit of rows was reached are missing.
 * - `non-atomic-in-dlt`, and any run that fails in dlt's load step: sluice leaves nothing of that run behind; what
 *   later runs leave is compared without system tables and schemas.
 * - `quirk`, `dlt-bug`: a run that fails in dlt may succeed. From then on the two datasets go different ways.
 */
export function judgeCase(
  facts: CaseFacts,
  ours: readonly Outcome[],
  register: ReadonlySet<string>,
): Judgement {
  const lateTyped = facts.tags.includes('late-typing')
    ? lateTypedColumns(facts.expected, facts.document)
    : [];
  const mayDiverge = facts.tags.find((tag) => tag === 'quirk' || tag === 'dlt-bug');
  const used = new Set<string>();
  const why: string[] = [];
  let loadFailed = false;
  let before: ReadonlyMap<string, CanonicalDataset> = new Map();

  for (const [i, expected] of facts.expected.entries()) {
    const outcome = ours[i];
    const complain = (lines: readonly string[]): void => {
      for (const line of lines) why.push(`run ${i + 1}: ${line}`);
    };
    if (!outcome) {
      complain(['did not take place']);
      break;
    }
    complain(unsoundHashes(outcome));
    if (expected.error && !outcome.error && mayDiverge !== undefined) {
      used.add(mayDiverge);
      break;
    }
    if (expected.error?.step === 'load') {
      if (!outcome.error) complain([`succeeds, dlt fails with ${expected.error.type}`]);
      const { datasets, schemas } = outcome;
      complain(compareOutcomes({ datasets, schemas }, { datasets: before, schemas }));
      loadFailed = true;
    } else {
      const cut = facts.tags.includes('limit') ? cutPages(expected, facts.document, i) : expected;
      const licensed = compareLicensed(outcome, { expected, cut }, lateTyped, loadFailed);
      complain(licensed.differences);
      for (const tag of licensed.used) used.add(tag);
    }
    before = outcome.datasets ?? before;
  }

  for (const tag of used) if (!register.has(tag)) why.push(`docs/dlt-compatibility.md has no row for ${tag}`);
  return { verdict: why.length > 0 ? 'failed' : used.size > 0 ? 'different' : 'passed', why };
}

/** Tries equality first, then each licence on its own, then late typing of what an earlier failure left. */
function compareLicensed(
  ours: Outcome,
  { expected, cut }: { readonly expected: Outcome; readonly cut: Outcome },
  lateTyped: Parameters<typeof applyLateTyping>[1],
  loadFailed: boolean,
): { differences: readonly string[]; used: readonly string[] } {
  const differences = compareOutcomes(ours, expected);
  if (differences.length === 0) return { differences, used: [] };
  if (cut !== expected && compareOutcomes(relabel(ours), relabel(cut)).length === 0)
    return { differences: [], used: ['limit'] };
  if (loadFailed && compareOutcomes(ours, expected, { dataOnly: true }).length === 0) {
    return { differences: [], used: ['non-atomic-in-dlt'] };
  }
  if (lateTyped.length === 0) return { differences, used: [] };
  const widened = relabel(applyLateTyping(expected, lateTyped));
  const left = compareOutcomes(relabel(ours), widened, { dataOnly: loadFailed });
  return { differences: left, used: loadFailed ? ['late-typing', 'non-atomic-in-dlt'] : ['late-typing'] };
}

/** A stored hash that does not fit its document is wrong whatever dlt did. */
function unsoundHashes({ datasets }: Outcome): string[] {
  const found: string[] = [];
  for (const [dataset, tables] of datasets ?? []) {
    for (const [table, { rows }] of tables) {
      if (rows.some((row) => row.some((cell) => at(cell, 'hash_ok') === false))) {
        found.push(`${dataset}.${table}: a stored hash does not fit its document`);
      }
    }
  }
  return found;
}
