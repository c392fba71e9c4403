import { pipeline, resource } from 'sluice';
import { describe, expect, test } from 'vitest';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

const users = (...records: object[]) => resource('Users', {}, records);
const ada = { Id: 1, fullName: 'Ada' };

describe('the naming convention of a dataset', () => {
  test('is that of its schema where the pipeline asks for none', async () => {
    const { open } = await workspace();
    await open({ naming: 'direct' }).run(users(ada));
    const later = open();
    await later.run(users({ ...ada, Id: 2 }));
    expect(await later.dataset().tables()).toEqual(['Users']);
    expect(later.schema?.normalizers.names).toBe('direct');
  });

  test('cannot become another once tables hold data: nothing is read or written', async () => {
    const { open } = await workspace();
    await open({ naming: 'direct' }).run(users(ada));
    let wasRead = false;
    const unread = resource('Users', {}, function* () {
      wasRead = true;
      yield ada;
    });
    await expect(open({ naming: 'snake_case' }).run(unread)).rejects.toMatchObject({
      code: 'IDENTIFIERS_FROZEN',
      place: { schema: 'test', table: 'Users' },
      what: expect.stringContaining('The table would be "users" under snake_case'),
    });
    expect(wasRead).toBe(false);
  });

  test('is refused as well where no name would change: the next one might', async () => {
    const { open } = await workspace();
    await open().run(resource('users', {}, [{ id: 1 }]));
    await expect(open({ naming: 'sql_cs_v1' }).run(users(ada))).rejects.toMatchObject({
      code: 'IDENTIFIERS_FROZEN',
    });
  });

  test('may change where that is allowed: tables begin anew', async () => {
    const { open } = await workspace();
    await open({ naming: 'direct' }).run(users(ada));
    const naming = { convention: 'snake_case', allowIdentifierChange: true };
    const info = await open({ naming }).run(resource('people', {}, [ada]));
    expect(info.tables.people).toMatchObject({ created: true });
    const after = open({ naming });
    await after.run(users({ ...ada, Id: 2 }));
    expect(after.schema?.normalizers.names).toBe('snake_case');
    expect(await after.dataset().table('people').rows()).toMatchObject([{ id: 1, full_name: 'Ada' }]);
  });

  test('may change while no table holds data', async () => {
    const { open } = await workspace();
    // A load that brings a state and no rows.
    await open({ naming: 'direct' }).run(
      resource('Users', {}, ({ state }) => {
        state.seen = true;
        return [];
      }),
    );
    const after = open({ naming: 'snake_case' });
    await after.run(users(ada));
    expect(await after.dataset().tables()).toEqual(['users']);
  });

  test('the same one under its old name is no other', async () => {
    const { open } = await workspace();
    await open().run(users(ada));
    await open({ naming: 'dlt.common.normalizers.names.snake_case' }).run(users(ada));
  });
});

describeEngines((engine, name) => {
  test('the case of names is kept where convention and database tell names apart by it, as in dlt', async () => {
    const { open } = await workspace(engine);
    const pipeline = { naming: 'direct', dataset: 'MyData' };
    const load = () => open(pipeline).run([{ Id: 1, kids: [{ firstName: 'Ada' }] }], { table: 'Users' });
    for (const _ of [1, 2]) await load();
    const dataset = open(pipeline).dataset();
    expect(await dataset.rowCounts()).toEqual({ Users: 2, 'Users▶kids': 2 });
    expect(await dataset.query('SELECT "firstName" FROM "MyData"."Users▶kids" LIMIT 1')).toEqual([
      { firstName: 'Ada' },
    ]);
  });

  test('also by whoever goes on, or reads, without naming the convention', async () => {
    const { open } = await workspace(engine);
    await open({ naming: 'direct' }).run(users(ada));
    const info = await open().run(users({ ...ada, Id: 2 }));
    expect(info.tables.Users).toMatchObject({ created: false, newColumns: [] });
    expect(await rowsOf(open(), 'Users', 'Id')).toEqual([ada, { ...ada, Id: 2 }]);
    await expect(
      open().run(users({ ...ada, Id: 'x' }), { columns: { Id: { dataType: 'text' } } }),
    ).rejects.toMatchObject({
      place: { table: 'Users', column: 'Id' },
    });
    expect(await open().pending()).toEqual([]);
  });

  test('the name of a dataset that is left as it is has the case that the database gives it', async () => {
    const { open } = await workspace(engine);
    const stored = name === 'postgres' ? 'mydata' : 'MyData';
    expect(open({ dataset: 'MyData', normalizeDataset: false }).datasetName).toBe(stored);
    expect(open({ dataset: 'MyData', normalizeDataset: false, naming: 'direct' }).datasetName).toBe('MyData');
  });

  test('names that differ by case are two where the database has them so', async () => {
    const { open } = await workspace(engine);
    const run = open({ naming: 'direct' }).run([{ Id: 1, id: 2 }], { table: 't' });
    if (name === 'duckdb') return await expect(run).rejects.toMatchObject({ code: 'IDENTIFIER_COLLISION' });
    await run;
    expect(await rowsOf(open(), 't')).toEqual([{ Id: 1, id: 2 }]);
  });

  test('letters beyond ASCII have no case for DuckDB, nor anything for Postgres', async () => {
    const { open } = await workspace(engine);
    const records = [{ id: 1, Ä: 1, ä: 2, Σ: 3, σ: 4, ς: 5, ẞ: 6, ß: 7 }];
    for (const dataset of ['Ö', 'ö'])
      for (const _ of [1, 2])
        await open({ naming: 'direct', dataset }).run(records, {
          table: 'Ü',
          primaryKey: 'Ä',
          writeDisposition: 'merge',
        });
    await open({ naming: 'direct', dataset: 'ö' }).run([{ id: 2, new: 1 }], { table: 'ü' });
    const { Ü, ü } = await open({ naming: 'direct', dataset: 'ö' }).dataset().rowCounts();
    expect([Ü, ü]).toEqual([1, 1]);
    expect(await rowsOf(open({ naming: 'direct', dataset: 'Ö' }), 'Ü')).toEqual(records);
  });
});

test.each([
  [''],
  [{}],
  [{ convention: 7 }],
  [{ convention: 'direct', allowIdentifierChange: 'yes' }],
  [{ convention: 'direct', bogus: 1 }],
])('naming: %j is refused', async (naming) => {
  const { destination } = await workspace();
  expect(() => pipeline({ name: 'x', destination: destination(), naming: naming as never })).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID' }),
  );
});

test('columns that become one are told of by both their names', async () => {
  const { open } = await workspace();
  const messages: string[] = [];
  const logger = { debug() {}, info() {}, error() {}, warn: (message: string) => messages.push(message) };
  await open({ logger }).run(
    resource('users', { columns: { fullName: { description: 'a' }, full_name: { dataType: 'text' } } }, [
      ada,
    ]),
  );
  expect(messages.filter((message) => message.includes('IDENTIFIERS_MERGED'))).toEqual([
    expect.stringContaining('"fullName" and "full_name" are both "full_name"'),
  ]);
});
