import type { CanonicalDataset, CanonicalTable, Outcome } from '../canonical/outcome.ts';
import { at, entriesOf, isObject, type Json, listOf, textAt } from '../json/json.ts';
import { compact } from '../json/print.ts';

/** A record that dlt loads because its page was begun before the limit of rows was reached. */
interface Surplus {
  readonly table: string;
  readonly record: Json;
}

/** dlt's outcome after run `index`, had the pages been cut where a limit of rows was reached. */
export function cutPages(outcome: Outcome, document: Json, index: number): Outcome {
  const surplus = listOf(at(document, 'runs'))
    .slice(0, index + 1)
    .flatMap((run) => listOf(at(run, 'sources')))
    .flatMap((source) => listOf(at(source, 'resources')))
    .flatMap(surplusOf);
  if (outcome.datasets === null || surplus.length === 0) return outcome;
  const datasets = new Map([...outcome.datasets].map(([name, tables]) => [name, without(tables, surplus)]));
  return { ...outcome, datasets };
}

function surplusOf(resource: Json): Surplus[] {
  const limit = listOf(at(resource, 'steps')).find(
    (step) => at(step, 'step') === 'limit' && at(step, 'count_rows') === true,
  );
  if (limit === undefined) return [];
  let left = Number(at(limit, 'max_items'));
  for (const element of listOf(at(resource, 'data'))) {
    const page = Array.isArray(element) ? element : [element];
    if (page.length > left)
      return page.slice(left).map((record) => ({ table: textAt(resource, 'name'), record }));
    left -= page.length;
    if (left === 0) break;
  }
  return [];
}

function without(tables: CanonicalDataset, surplus: readonly Surplus[]): CanonicalDataset {
  const cut = new Map(tables);
  for (const { table, record } of surplus) {
    const found = cut.get(table);
    if (found) cut.set(table, withoutRow(found, record));
  }
  return cut;
}

/** One row that holds what the record does. */
function withoutRow({ columns, rows, ...rest }: CanonicalTable, record: Json): CanonicalTable {
  const fields = isObject(record) ? entriesOf(record) : [['value', record] as const];
  const place = rows.findIndex((row) =>
    fields.every(([field, value]) => {
      const column = columns.findIndex(({ name }) => name === field);
      return column >= 0 && compact(row[column] ?? null) === compact(value);
    }),
  );
  return { ...rest, columns, rows: rows.filter((_, i) => i !== place) };
}
