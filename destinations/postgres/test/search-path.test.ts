import type { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Session, startSession } from './session.ts';
import { workbench } from './workbench.ts';

let session: Session;
let client: Client;

beforeAll(async () => {
  session = await startSession();
  client = await session.open();
});
afterAll(() => session.close());

/** Names that sluice gives to tables, to staged rows, and to what it remembers while it merges. */
const names = [
  ...['t', '_dlt_loads', '_dlt_version', '_dlt_pipeline_state'],
  ...['_sluice_staged_1', '_sluice_staged_2', '_sluice_taken_1', '_sluice_deleted', '_sluice_left_out'],
];

test.each([
  ['delete-insert', {}],
  ['delete-insert', { 'x-merge-source-filter': '"id" > 0' }],
  ['upsert', {}],
  ['insert-only', {}],
  ['scd2', {}],
] as const)(
  'tables of others that have the names of ours stay as they are: %s %o',
  async (strategy, more) => {
    const dataset = `path_${strategy}_${Object.keys(more).length}`;
    const schemas = ['public', dataset];
    const bench = await workbench(session.url, dataset, client);
    await client.query(`CREATE SCHEMA IF NOT EXISTS "${dataset}"`);
    const theirs = schemas.flatMap((schema) =>
      names
        // In the dataset, tables of these names are ours.
        .filter((name) => schema === 'public' || name.startsWith('_sluice'))
        .map((name) => `"${schema}"."${name}"`),
    );
    for (const path of theirs)
      await client.query(`CREATE TABLE IF NOT EXISTS ${path} AS SELECT 'theirs' AS id`);

    const columns = [
      { name: 'id', data_type: 'bigint', nullable: false, primary_key: true },
      { name: 'v', data_type: 'bigint' },
      { name: '_dlt_id', data_type: 'text', nullable: false, unique: true, row_key: true },
      { name: '_dlt_load_id', data_type: 'text' },
      ...(strategy === 'scd2'
        ? ([
            { name: '_dlt_valid_from', data_type: 'timestamp', 'x-valid-from': true },
            { name: '_dlt_valid_to', data_type: 'timestamp', 'x-valid-to': true },
            { name: '_dlt_version_hash', data_type: 'text', 'x-row-version': true },
          ] as const)
        : []),
    ] as const;
    const load = (v: number) => {
      const hints = { write_disposition: 'merge', 'x-merge-strategy': strategy, ...more } as const;
      const row = { id: 1, v, _dlt_id: `row ${v}`, _dlt_load_id: '1', _dlt_version_hash: `${v}` };
      return bench.load([{ name: 't', columns, hints, parts: [[row]] }]);
    };
    await load(1);
    await load(2);

    for (const path of theirs) {
      const { rows } = await client.query(`SELECT id FROM ${path}`);
      expect([path, rows]).toEqual([path, [{ id: 'theirs' }]]);
    }
    const { rows } = await bench.query(`SELECT v FROM "${dataset}"."t" ORDER BY v`);
    const kept = { 'delete-insert': [[2]], upsert: [[2]], 'insert-only': [[1]], scd2: [[1], [2]] };
    expect(rows).toEqual(kept[strategy]);
    await bench.remove();
  },
);
