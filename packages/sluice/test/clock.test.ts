import { DuckDBInstance } from '@duckdb/node-api';
import { incremental, resource } from 'sluice';
import { expect, test } from 'vitest';
import { rowsOf, workspace } from './workspace.ts';

test('a load after one of a machine whose clock is ahead goes on where that one stopped', async () => {
  const { open, file, forgetWork } = await workspace();
  const events = (count: number) =>
    resource(
      'events',
      { cursor: incremental('id') },
      Array.from({ length: count }, (_, id) => ({ id })),
    );
  await open().run(events(2));
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(`UPDATE data._dlt_loads SET load_id = '2999999999.5';
    UPDATE data._dlt_pipeline_state SET _dlt_load_id = '2999999999.5'`);
  connection.closeSync();
  instance.closeSync();
  for (let run = 0; run < 2; run++) {
    await forgetWork();
    await open().run(events(4));
  }
  expect(await rowsOf(open(), 'events')).toEqual([0, 1, 2, 3].map((id) => ({ id })));
});
