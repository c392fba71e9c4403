import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { CanonicalDataset, Outcome } from '../canonical/outcome.ts';
import { relabel } from '../canonical/relabel.ts';
import { type GoldenCase, readCases } from '../corpus.ts';
import type { Json } from '../json/json.ts';
import { cutPages } from './cut-pages.ts';
import { judgeCase } from './judge-case.ts';
import { applyLateTyping, lateTypedColumns } from './late-typing.ts';

const all = readCases(fileURLToPath(new URL('../../golden', import.meta.url)));
const register = new Set(['late-typing', 'limit', 'non-atomic-in-dlt', 'quirk', 'dlt-bug']);

function named(name: string): GoldenCase {
  const found = all.find((golden) => golden.name === name);
  if (!found) throw new Error(`no case ${name}`);
  return found;
}

function judge(golden: GoldenCase, ours: readonly Outcome[], rows: ReadonlySet<string> = register) {
  const expected = golden.outcomes.get('duckdb') ?? [];
  return judgeCase({ document: golden.document, tags: golden.tags, expected }, ours, rows);
}

function changeCell(outcome: Outcome, table: string, change: (cell: Json) => Json): Outcome {
  const datasets = new Map(
    [...(outcome.datasets ?? [])].map(([name, tables]): [string, CanonicalDataset] => {
      const found = tables.get(table);
      if (!found) return [name, tables];
      const changed = { ...found, rows: found.rows.map((row) => row.map(change)) };
      return [name, new Map([...tables, [table, changed]])];
    }),
  );
  return { ...outcome, datasets };
}

test('what dlt did is never different from itself', () => {
  for (const golden of all) {
    for (const expected of golden.outcomes.values()) {
      const { why, verdict } = judgeCase(
        { document: golden.document, tags: golden.tags, expected },
        expected,
        register,
      );
      expect({ name: golden.name, why, verdict }).toEqual({ name: golden.name, why: [], verdict: 'passed' });
    }
  }
});

test('relabelling an outcome changes nothing', () => {
  for (const golden of all) {
    for (const outcome of golden.outcomes.get('duckdb') ?? []) {
      const same = judgeCase({ document: null, tags: [], expected: [relabel(outcome)] }, [outcome], register);
      expect({ name: golden.name, why: same.why }).toEqual({ name: golden.name, why: [] });
    }
  }
});

test('a changed value, a lost row and a run that did not take place fail', () => {
  const golden = named('merge-pk');
  const [first, second] = golden.outcomes.get('duckdb') ?? [];
  if (!first || !second) throw new Error('merge-pk has two runs');
  const changed = changeCell(second, 't', (cell) => (cell === 'A' ? 'B' : cell));
  expect(judge(golden, [first, changed]).verdict).toBe('failed');
  expect(judge(golden, [first, first]).verdict).toBe('failed');
  expect(judge(golden, [first]).why).toEqual(['run 2: did not take place']);
});

test('late typing: a double in place of bigint and variant is different on purpose, nothing else is', () => {
  const golden = named('infer-int-then-float');
  const expected = golden.outcomes.get('duckdb') ?? [];
  const columns = lateTypedColumns(expected, golden.document);
  expect(columns.map(({ table, column }) => [table, column])).toEqual([['t', 'price']]);
  const ours = expected.map((outcome) => relabel(applyLateTyping(outcome, columns)));
  expect(judge(golden, ours)).toEqual({ verdict: 'different', why: [] });
  expect(judge(golden, ours, new Set()).why).toEqual([
    'docs/dlt-compatibility.md has no row for late-typing',
  ]);
  const wrong = ours.map((outcome) => changeCell(outcome, 't', (cell) => (cell === 10.5 ? 10.25 : cell)));
  expect(judge(golden, wrong).verdict).toBe('failed');
  const untagged = { ...golden, tags: [] };
  expect(judge(untagged, ours).verdict).toBe('failed');
});

test('a limit of rows cuts pages: the rest of the page it is reached in may be missing, nothing else', () => {
  const golden = named('steps-limit');
  const expected = golden.outcomes.get('duckdb') ?? [];
  const ours = expected.map((outcome) => relabel(cutPages(outcome, golden.document, 0)));
  expect(ours[0]?.datasets?.get('golden_data')?.get('r')?.rows).toHaveLength(2);
  expect(judge(golden, ours)).toEqual({ verdict: 'different', why: [] });
  expect(judge(golden, ours, new Set()).why).toEqual(['docs/dlt-compatibility.md has no row for limit']);
  expect(judge({ ...golden, tags: [] }, ours).verdict).toBe('failed');
  const wrong = ours.map((outcome) => changeCell(outcome, 'p', (cell) => (cell === 3n ? 4n : cell)));
  expect(judge(golden, wrong).verdict).toBe('failed');
});

test('a failed load must leave nothing; what dlt cannot load may succeed only under its tag', () => {
  const golden = named('load-fails-not-null');
  const [first, failed, third] = golden.outcomes.get('duckdb') ?? [];
  if (!first || !failed || !third) throw new Error('load-fails-not-null has three runs');
  const clean = { ...failed, datasets: first.datasets };
  expect(judge(golden, [first, clean, third]).verdict).toBe('passed');
  expect(judge(golden, [first, { ...failed, datasets: third.datasets }, third]).verdict).toBe('failed');
  expect(judge(golden, [first, { ...clean, error: null }, third]).verdict).toBe('failed');

  const bug = named('infer-text-inf');
  expect(judge(bug, [{ ...first, error: null }]).verdict).toBe('different');
});
