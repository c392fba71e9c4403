import { defineSqlDestination } from '@sluice/sql';
import { expect, test } from 'vitest';
import { capabilities } from '../src/capabilities.ts';
import { connect } from '../src/connection.ts';
import { dialect } from '../src/dialect.ts';
import { classify } from '../src/failures.ts';
import { ownDatabase } from '../src/own-database.ts';
import { readSettings } from '../src/settings.ts';
import { workbench } from './workbench.ts';

/** DuckDB, spoken to as a DuckLake is: no MERGE deletes and updates. */
function likeLake(file: string) {
  const settings = readSettings(file);
  if (!('path' in settings.place)) throw new Error('No file');
  const database = ownDatabase(settings.place, false);
  return defineSqlDestination({
    name: 'duckdb',
    type: 'dlt.destinations.duckdb',
    location: file,
    capabilities,
    dialect: dialect(settings),
    classify,
    connect: async (open) => ({
      ...(await connect(database, settings, open)),
      dialect: { mergesOneChange: true },
    }),
  });
}

const columns = [
  { name: 'id', data_type: 'bigint' as const, primary_key: true },
  { name: 'v', data_type: 'text' as const },
  { name: 'gone', data_type: 'bool' as const, hard_delete: true as const },
  { name: '_dlt_id', data_type: 'text' as const, row_key: true },
];
const row = (id: number, v: string, gone: boolean | null = null) => ({ id, v, gone, _dlt_id: `${id}` });

test.each(['upsert', 'cdc'])('%s leaves the same in two MERGEs as in one', async (strategy) => {
  const hints = { write_disposition: 'merge' as const, 'x-merge-strategy': strategy };
  const left: unknown[] = [];
  for (const make of [undefined, (file: string) => likeLake(file)]) {
    const bench = await workbench(make);
    const load = (...rows: ReturnType<typeof row>[]) =>
      bench.load({ tables: [{ name: 't', hints, columns, parts: [rows] }] });
    await load(row(1, 'old'), row(2, 'old'), row(3, 'old', true), row(4, 'old', true));
    await load(row(1, 'new'), row(2, 'new', true), row(3, 'new', false), row(4, 'new', true));
    await load(row(1, 'newer', false), row(5, 'new', true), row(6, 'new'));
    left.push(await bench.rows('SELECT id, v, gone FROM t ORDER BY id'));
    await bench.remove();
  }
  expect(left[1]).toEqual(left[0]);
  expect(left[0]).toContainEqual([6, 'new', null]);
});
