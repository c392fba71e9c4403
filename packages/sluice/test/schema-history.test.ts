import { resource } from 'sluice';
import { expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { workspace } from './workspace.ts';

describeEngines((engine) => {
  test('the history of a schema says what the tables of the dataset say', async () => {
    const { open } = await workspace(engine);
    const users = (record: object) => resource('users', {}, [record]);
    for (const record of [{ id: 1 }, { id: 2, name: 'Ada' }, { id: 3 }]) await open().run(users(record));
    const dataset = open().dataset();
    const [history] = await dataset.schemaHistory();
    expect(history?.versions.at(-1)?.changes).toEqual([
      { kind: 'column-added', table: 'users', column: { name: 'name', data_type: 'text', nullable: true } },
    ]);
    const bySql = await dataset.query(
      'SELECT v.version_hash AS hash, count(l.load_id) AS loads FROM data._dlt_version v LEFT JOIN data._dlt_loads l ON l.schema_version_hash = v.version_hash GROUP BY v.version_hash, v.inserted_at ORDER BY v.inserted_at',
    );
    expect(history?.versions.map(({ hash, loads }) => ({ hash, loads: loads.length }))).toEqual(bySql);
    expect(history?.unknownLoads).toEqual([]);
    expect(history?.days.reduce((sum, { loads }) => sum + loads, 0)).toBe(3);
  });
});
