import { isObject, type Json } from '../json/json.ts';
import { compact } from '../json/print.ts';
import { compareSchemas } from './compare-schemas.ts';
import { namesOf, note } from './difference.ts';
import type { CanonicalDataset, CanonicalTable, Outcome, RunError } from './outcome.ts';

export interface CompareOptions {
  /** Also how often schemas were saved, what resources observed, error messages, and what a failed load left. */
  readonly strict?: boolean;
  /** Leaves the `_dlt_*` tables and schema documents out. */
  readonly dataOnly?: boolean;
}

/** What differs between two outcomes, a line each; none = they are equal. */
export function compareOutcomes(a: Outcome, b: Outcome, options: CompareOptions = {}): string[] {
  const strict = options.strict ?? false;
  const found = compareErrors(a.error, b.error, strict);
  if (strict) note(found, 'observed', a.observed ?? null, b.observed ?? null);
  // Which jobs of a failed load got through is a race in dlt: there is nothing to compare with.
  if (a.datasets === null || b.datasets === null) return found;
  if (!strict && (a.error?.step === 'load' || b.error?.step === 'load')) return found;
  for (const name of namesOf(a.datasets, b.datasets)) {
    const [left, right] = [a.datasets.get(name), b.datasets.get(name)];
    found.push(
      ...compareDatasets(name, left ?? new Map(), right ?? new Map(), strict, options.dataOnly ?? false),
    );
  }
  if (!options.dataOnly) found.push(...compareSchemas(a, b));
  return found;
}

function compareErrors(
  a: RunError | null | undefined,
  b: RunError | null | undefined,
  strict: boolean,
): string[] {
  const found: string[] = [];
  if (a === undefined || b === undefined) return found;
  if ((a === null) !== (b === null)) return [`error: ${errorText(a)} != ${errorText(b)}`];
  if (a === null || b === null) return found;
  const keys = [
    'table',
    'column',
    'entity',
    'mode',
    ...(strict ? ['step', 'type', 'message'] : []),
  ] as (keyof RunError)[];
  for (const key of keys) {
    const known = a[key] !== undefined && b[key] !== undefined;
    if (strict || known) note(found, `error.${key}`, a[key] ?? null, b[key] ?? null);
  }
  return found;
}

function errorText(error: RunError | null): string {
  return error === null ? 'none' : `${error.type}: ${error.message}`.slice(0, 300);
}

function compareDatasets(
  dataset: string,
  a: CanonicalDataset,
  b: CanonicalDataset,
  strict: boolean,
  dataOnly: boolean,
): string[] {
  const found: string[] = [];
  for (const name of namesOf(a, b)) {
    if (dataOnly && (name.startsWith('_dlt_') || name === 'init')) continue;
    const [left, right] = [a.get(name), b.get(name)];
    const where = `${dataset}.${name}`;
    if (!left || !right) found.push(`${where}: only in ${left ? 'A' : 'B'}`);
    else found.push(...compareTables(where, left, right, strict));
  }
  return found;
}

function compareTables(where: string, a: CanonicalTable, b: CanonicalTable, strict: boolean): string[] {
  const found: string[] = [];
  note(found, `${where} columns`, columnsOf(a), columnsOf(b));
  note(found, `${where} files`, a.files ?? null, b.files ?? null);
  const loose = !strict && where.endsWith('._dlt_version');
  const [left, right] = [rowTexts(a, loose), rowTexts(b, loose)];
  if (left.length === right.length && left.every((row, i) => row === right[i])) return found;
  const [onlyA, onlyB] = [subtract(left, right), subtract(right, left)];
  if (onlyA.length === 0 && onlyB.length === 0) found.push(`${where}: same rows, different order`);
  for (const row of onlyA.slice(0, 5)) found.push(`${where}: only in A: ${row.slice(0, 400)}`);
  for (const row of onlyB.slice(0, 5)) found.push(`${where}: only in B: ${row.slice(0, 400)}`);
  if (left.length !== right.length) found.push(`${where}: ${left.length} rows != ${right.length} rows`);
  return found;
}

function columnsOf(table: CanonicalTable): Json {
  return table.columns.map(({ name, type, nullable }) => [name, type, nullable]);
}

/** `loose`: without how often a schema was saved, and what it was before. */
function rowTexts(table: CanonicalTable, loose: boolean): string[] {
  if (!loose) return table.rows.map(compact);
  const skipped = table.columns.findIndex(({ name }) => name === 'version');
  return table.rows.map((row) => compact(row.filter((_, i) => i !== skipped).map(withoutHistory)));
}

function withoutHistory(value: Json): Json {
  if (!isObject(value) || value.get('$type') !== 'schema') return value;
  return new Map([...value].filter(([key]) => key !== 'version' && key !== 'previous_hashes'));
}

function subtract(from: readonly string[], taken: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const row of taken) left.set(row, (left.get(row) ?? 0) + 1);
  return from.filter((row) => {
    const count = left.get(row) ?? 0;
    left.set(row, count - 1);
    return count <= 0;
  });
}
