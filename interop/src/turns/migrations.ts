import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DestinationName, Place } from '../canonical/dump.ts';
import type { Outcome } from '../canonical/outcome.ts';
import { applyConfig } from '../cases/config.ts';
import { parseJson } from '../json/parse.ts';
import { compact } from '../json/print.ts';
import type { PythonDlt } from '../python.ts';
import { withFolder } from '../temporary-folder.ts';
import { type PlayOptions, play, type Side } from './take-turns.ts';

const decimal = (v: string) => ({ $type: 'decimal', v });

interface Migration extends PlayOptions {
  readonly name: string;
  /** What the resource `t` says in each run. */
  readonly runs: readonly object[];
  readonly sides: readonly Side[];
  /** The columns of `t` to look at, and its rows in the end. */
  readonly columns: readonly string[];
  readonly rows: readonly string[];
}

/** sluice makes columns wider, by hints and by values; dlt goes on with what they are then, and sluice after it. */
export function continueWidened(destination: DestinationName, dlt: PythonDlt): Promise<readonly string[]> {
  return follow(destination, dlt, {
    name: 'widened',
    runs: [
      {
        columns: {
          d: { data_type: 'decimal', precision: 10, scale: 2 },
          n: { data_type: 'text', nullable: false },
        },
        data: [[{ id: 1, i: 5, v: 1, d: decimal('1.25'), n: 'x' }]],
      },
      {
        columns: {
          i: { data_type: 'decimal', precision: 30, scale: 5 },
          d: { data_type: 'decimal', precision: 20, scale: 4 },
          n: { data_type: 'text', nullable: true },
        },
        data: [[{ id: 2, i: decimal('1.5'), v: 0.5, d: decimal('1.2345'), n: null }]],
      },
      { data: [[{ id: 3, i: decimal('2.5'), v: 3.5, d: decimal('2.3456'), n: null }]] },
      { data: [[{ id: 4, i: decimal('7.5'), v: 4.5, d: decimal('3.4567'), n: 'y' }]] },
    ],
    sides: ['sluice', 'sluice', 'dlt', 'sluice'],
    options: [{}, { widen: true }],
    columns: ['id', 'i', 'v', 'd', 'n'],
    rows: ['1 5 1.0 1.25 "x"', '2 1.5 0.5 1.2345 null', '3 2.5 3.5 2.3456 null', '4 7.5 4.5 3.4567 "y"'],
  });
}

/** sluice takes over a table of somebody else; dlt appends to it, and replaces a row that has no id. */
export function continueAdopted(destination: DestinationName, dlt: PythonDlt): Promise<readonly string[]> {
  return follow(destination, dlt, {
    name: 'adopted',
    runs: [
      { data: [[{ id: 2, v: 1.5 }]] },
      { data: [[{ id: 3, v: 2.5 }]] },
      { write_disposition: 'merge', primary_key: 'id', data: [[{ id: 1, v: 9.5 }]] },
      { write_disposition: 'merge', primary_key: 'id', data: [[{ id: 2, v: 8.5 }]] },
    ],
    sides: ['sluice', 'dlt', 'dlt', 'sluice'],
    options: [{ adopt: true }],
    prepare: (place) =>
      runByHand(place, [
        'CREATE SCHEMA golden_data',
        `CREATE TABLE golden_data.t (note varchar DEFAULT 'by hand', id bigint NOT NULL, v double precision)`,
        'INSERT INTO golden_data.t (id, v) VALUES (1, 0.5)',
      ]),
    columns: ['id', 'v', 'note'],
    rows: ['1 9.5 "by hand"', '2 8.5 "by hand"', '3 2.5 "by hand"'],
  });
}

function follow(
  destination: DestinationName,
  dlt: PythonDlt,
  { name, runs, sides, columns, rows, ...options }: Migration,
): Promise<readonly string[]> {
  return withFolder(async (folder) => {
    const path = join(folder, `${name}.json`);
    const sources = runs.map((run) => ({ sources: [{ name: 'src', resources: [{ name: 't', ...run }] }] }));
    const text = JSON.stringify({ name, tags: [], runs: sources });
    await writeFile(path, text);
    const golden = { name, path, document: parseJson(text), fixedIds: new Set<string>() };
    const outcomes = await play(golden, destination, sides, dlt, options);
    return judge(outcomes, columns, rows);
  });
}

function judge(
  outcomes: readonly Outcome[],
  columns: readonly string[],
  expected: readonly string[],
): string[] {
  const failures = outcomes.flatMap(({ error }, i) => (error ? [`run ${i + 1}: ${error.message}`] : []));
  const table = outcomes.at(-1)?.datasets?.get('golden_data')?.get('t');
  const names = table?.columns.map(({ name }) => name) ?? [];
  const rows = (table?.rows ?? []).map((row) =>
    columns.map((column) => compact(row[names.indexOf(column)] ?? null)).join(' '),
  );
  const plain = rows.map((row) => row.replace(/\{"\$type":"decimal","v":"([^"]*?)0*"\}/g, '$1')).sort();
  const variants = names.filter((name) => name.includes('__v_'));
  return [
    ...failures,
    ...(plain.join('; ') === expected.join('; ') ? [] : [`${plain.join('; ')} != ${expected.join('; ')}`]),
    ...variants.map((name) => `a variant column: ${name}`),
  ];
}

async function runByHand(place: Place, statements: readonly string[]): Promise<void> {
  const connection = await applyConfig([], place).destination.open({ dataset: 'golden_data' });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.close();
  }
}
