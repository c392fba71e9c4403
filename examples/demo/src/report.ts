import { resolve } from 'node:path';
import { styleText } from 'node:util';
import type { Pipeline, RunInfo } from 'sluice';
import { layOut, number } from './layout.ts';
import { type TableLine, tableTree } from './table-tree.ts';

const print = (line = '') => console.log(line);
const bold = (text: string) => styleText('bold', text);
const dim = (text: string) => styleText('dim', text);

/** A run: the tables it filled, nested ones below their parents, what it changed, and how fast it was. */
export async function printRun(
  title: string,
  info: RunInfo,
  demo: Pipeline,
  before: Readonly<Record<string, number>> = {},
): Promise<Record<string, number>> {
  const counts = await demo.dataset().rowCounts();
  const lines = tableTree(counts, (name) => demo.schema?.tables.get(name)?.parent);
  print(`\n${bold(title)}\n`);
  if (Object.keys(before).length === 0) printCounts(lines, counts);
  else printChanges(lines, counts, before, info);
  printNewColumns(info);
  const rows = Object.values(info.tables).reduce((sum, table) => sum + table.rows, 0);
  const speed = `${number(Math.round(rows / info.seconds))} rows/s`;
  print(dim(`\n  ${number(rows)} rows in ${info.seconds.toFixed(2)} s, ${speed}`));
  return counts;
}

function printCounts(lines: readonly TableLine[], counts: Readonly<Record<string, number>>): void {
  printTable(
    ['table', 'rows'],
    lines.map(({ name, label }) => [label, counts[name] ?? 0]),
  );
}

/** A row that was delivered and made its table no longer took the place of another. */
function printChanges(
  lines: readonly TableLine[],
  counts: Readonly<Record<string, number>>,
  before: Readonly<Record<string, number>>,
  { tables }: RunInfo,
): void {
  printTable(
    ['table', 'rows', 'added', 'replaced', ''],
    lines.map(({ name, label }) => {
      const added = (counts[name] ?? 0) - (before[name] ?? 0);
      const replaced = (tables[name]?.rows ?? 0) - added;
      const note = tables[name]?.created ? 'new table' : '';
      return [label, counts[name] ?? 0, added > 0 ? `+${number(added)}` : '', replaced || '', note];
    }),
  );
}

function printNewColumns({ tables }: RunInfo): void {
  const added = Object.entries(tables).flatMap(([table, { created, newColumns }]) =>
    created ? [] : newColumns.map((column) => `${table}.${column}`),
  );
  if (added.length === 0) return;
  print(`\n  New columns: ${added.length}`);
  for (const column of added.slice(0, 3)) print(`    ${column}`);
  if (added.length > 3) print('    …');
}

/** A few rows, under a title. */
export function printRows(title: string, rows: readonly Readonly<Record<string, unknown>>[]): void {
  print(`\n${bold(title)}\n`);
  const columns = Object.keys(rows[0] ?? {});
  printTable(
    columns,
    rows.map((row) => columns.map((column) => row[column])),
  );
}

function printTable(header: readonly string[], rows: readonly (readonly unknown[])[]): void {
  const [head = '', ...body] = layOut([header, ...rows]);
  print(dim(`  ${head}`));
  for (const line of body) print(`  ${line}`);
}

export function printNextSteps(file: string): void {
  print(`\n${bold('The dataset is yours')}: DuckDB opens it, schema "feeds"\n\n  ${resolve(file)}`);
  print(`\n${bold('Three things to try next')}, in the root of the repository\n`);
  print('  1. Ask it something');
  print('     npm run demo -- "SELECT mag, place FROM earthquakes ORDER BY mag DESC LIMIT 5"');
  print('  2. Follow a nested table to its parent');
  print('     npm run demo -- "FROM push JOIN push__commits c ON c._dlt_parent_id = push._dlt_id');
  print('       SELECT delivery, ref, c.message, c.author__name"');
  print(`  3. In examples/demo/src/source.ts turn 'merge' into 'append', and see what run 2 does`);
  print('     npm run demo\n');
}
