import type { Pipeline, RunInfo } from 'sluice';

const print = (line = '') => console.log(line);
const number = (value: number) => value.toLocaleString('en-US');

/** The first run: what came in, the tables it became, and how fast. */
export async function printFirstRun(info: RunInfo, demo: Pipeline): Promise<void> {
  print('Run 1: everything the feeds hold\n');
  await printTables(info, demo);
  printSpeed(info);
}

/** The second run: only what is new. */
export async function printNextRun(info: RunInfo, demo: Pipeline): Promise<void> {
  print('\nRun 2: the same feeds a day later, only what is new\n');
  await printTables(info, demo);
  printNewColumns(info);
  await printLatest(demo);
  printSpeed(info);
}

/** Tables with row counts, nested ones below the one they hang on. */
async function printTables({ tables }: RunInfo, demo: Pipeline): Promise<void> {
  const counts = await demo.dataset().rowCounts();
  const names = Object.keys(counts).filter((name) => !name.startsWith('_dlt'));
  const parentOf = (name: string) => demo.schema?.tables.get(name)?.parent;
  const width = 64;
  const show = (name: string, parent: string | undefined, indent: string) => {
    const label = `${indent}${parent === undefined ? name : `└ ${name.slice(parent.length + 2)}`}`;
    const loaded = tables[name]?.rows ?? 0;
    print(
      `  ${label.padEnd(width)}${number(counts[name] ?? 0).padStart(7)} rows${loaded > 0 ? `   +${number(loaded)}` : ''}`,
    );
  };
  const visit = (parent: string | undefined, indent: string) => {
    const children = names.filter((name) => parentOf(name) === parent);
    const shown = children.slice(0, parent === undefined ? children.length : 8);
    for (const name of shown) {
      show(name, parent, indent);
      visit(name, `${indent}${parent === undefined ? '' : '  '}`);
    }
    if (shown.length < children.length) print(`  ${indent}└ … and ${children.length - shown.length} more`);
  };
  visit(undefined, '');
}

function printNewColumns({ tables }: RunInfo): void {
  const added = Object.entries(tables).flatMap(([table, { created, newColumns }]) =>
    created ? [] : newColumns.map((column) => `${table}.${column}`),
  );
  if (added.length === 0) return;
  print(`\nNew columns: ${number(added.length)}`);
  for (const column of added.slice(0, 5)) print(`  ${column}`);
  if (added.length > 5) print('  …');
}

async function printLatest(demo: Pipeline): Promise<void> {
  print('\nThe latest earthquakes:');
  const latest = demo
    .dataset()
    .table('earthquakes')
    .select('time', 'mag', 'place')
    .orderBy('time', 'desc')
    .limit(3);
  for await (const { time, mag, place } of latest)
    print(`  ${String(time).slice(0, 19)}  magnitude ${mag}  ${place}`);
  const [delivery] = await demo
    .dataset()
    .query(
      "SELECT event, payload__issue__title AS title FROM feeds.deliveries WHERE event = 'issues' AND payload__action = 'opened' LIMIT 1",
    );
  print(`A delivery: ${delivery?.event} opened, ${JSON.stringify(delivery?.title)}`);
}

function printSpeed(info: RunInfo): void {
  const rows = Object.values(info.tables).reduce((sum, table) => sum + table.rows, 0);
  print(
    `\n${number(rows)} rows in ${info.seconds.toFixed(2)} s (${number(Math.round(rows / info.seconds))} rows/s)`,
  );
}

export function printNextSteps(file: string): void {
  print(`\nThe dataset is in ${file}, schema "feeds". Three things to try next:`);
  print('  1. Run it again: npm run demo');
  print(
    `  2. Ask it something: open ${file} with DuckDB, "SELECT place, mag FROM feeds.earthquakes ORDER BY mag DESC"`,
  );
  print('  3. Load your own data: README.md has the ten lines, examples/ has more');
}
