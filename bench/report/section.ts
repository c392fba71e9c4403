import { median } from '../run/median.ts';
import type { Measurement, Result, Target, Workload } from '../run/workload.ts';
import { markdownTable } from './table.ts';

interface SectionContents {
  readonly workload: Workload;
  readonly results: readonly Result[];
  readonly targets: readonly Target[];
  /** Where, when and with what it was measured: one line. */
  readonly provenance: string;
}

/** What a workload gave, to be read by people: a table of the contenders, and the targets. */
export function section({ workload, results, targets, provenance }: SectionContents): string {
  const judged = targets.map((target) => judge(target, results));
  const failures = results.flatMap(({ contender, failure, unfinished }) => {
    if (failure !== null) return [`- ${contender.name} failed: ${failure.split('\n').at(-1)}`];
    return unfinished === null ? [] : [`- ${contender.name} was not finished after ${unfinished} s`];
  });
  return [
    headingOf(workload),
    workload.about,
    resultTable(results),
    ...[failures, judged].filter((list) => list.length > 0).map((list) => list.join('\n')),
    provenance,
  ].join('\n\n');
}

export function headingOf({ letter, name }: Workload): string {
  return `## ${letter}: ${name}`;
}

function resultTable(results: readonly Result[]): string {
  const [reference] = results;
  const besides = (result: Result, value: (run: Measurement) => number) =>
    reference && result.contender.kind !== 'sluice' ? times(reference, result, value) : null;
  const columns: readonly (readonly [string, (result: Result) => string | null])[] = [
    ['contender', ({ contender }) => contender.name],
    ['n', ({ runs }) => String(runs.length)],
    ['seconds', (result) => secondsOf(result)],
    ['min–max', ({ runs }) => range(runs.map((run) => run.seconds))],
    ['parts', ({ runs }) => parts(runs)],
    ['records/s', ({ contender, runs }) => rate(contender.records, runs)],
    ['CPU s', ({ runs }) => seconds(middle(runs, (run) => run.cpuSeconds))],
    [
      'peak MB',
      ({ runs }) => (runs.length === 0 ? '' : String(Math.round(middle(runs, (run) => run.peakBytes / 1e6)))),
    ],
    ['sluice is', (result) => besides(result, (run) => run.seconds)],
    ['by CPU', (result) => besides(result, (run) => run.cpuSeconds)],
    ['content', ({ finding }) => finding && (finding.isRight ? finding.text : `WRONG: ${finding.text}`)],
  ];
  const rows = results.map((result) => columns.map(([, cell]) => cell(result) ?? ''));
  const used = columns.map((_, column) => rows.some((row) => row[column] !== ''));
  const pick = (row: readonly string[]) => row.filter((_, column) => used[column]);
  return markdownTable(pick(columns.map(([name]) => name)), rows.map(pick));
}

/** How many times as much another contender takes as one does. */
function times(one: Result, other: Result, value: (run: Measurement) => number): string {
  const ratio = middle(other.runs, value) / middle(one.runs, value);
  return Number.isNaN(ratio) ? '' : `${ratio.toPrecision(ratio < 1 ? 2 : 3)} ×`;
}

function middle(runs: readonly Measurement[], value: (run: Measurement) => number): number {
  return median(runs.map(value));
}

function seconds(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(value < 10 ? 2 : 1);
}

function secondsOf({ runs, unfinished }: Result): string {
  return runs.length === 0 && unfinished !== null
    ? `> ${unfinished}`
    : seconds(middle(runs, (run) => run.seconds));
}

function range(values: readonly number[]): string {
  return values.length < 2 ? '' : `${seconds(Math.min(...values))}–${seconds(Math.max(...values))}`;
}

function rate(records: number, runs: readonly Measurement[]): string {
  const perSecond = records / middle(runs, (run) => run.seconds);
  return records === 0 || Number.isNaN(perSecond)
    ? ''
    : Number(perSecond.toPrecision(3)).toLocaleString('en-US');
}

function parts(runs: readonly Measurement[]): string {
  const names = Object.keys(runs[0]?.parts ?? {});
  return names
    .map((name) => `${name} ${middle(runs, (run) => run.parts[name] ?? Number.NaN).toFixed(3)}`)
    .join(', ');
}

function judge(target: Target, results: readonly Result[]): string {
  const verdict = target.judge(new Map(results.map((result) => [result.contender.name, result])));
  if (verdict === null) return `- ${target.text}: not measured`;
  return `- ${target.text}: ${verdict.isMet ? 'met' : '**missed**'}, ${verdict.reached}`;
}
