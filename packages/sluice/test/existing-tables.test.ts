import { resource } from 'sluice';
import { expect, test } from 'vitest';
import { describeEngines, type OpenDestination } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

/** Runs statements by hand, past sluice. */
async function execute(destination: OpenDestination, ...statements: readonly string[]): Promise<void> {
  const connection = await destination().open({ dataset: 'data' });
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.close();
  }
}

describeEngines((engine) => {
  /** A table that somebody else has made: columns in another order, of other spellings, with defaults and constraints. */
  async function withTable(...more: readonly string[]) {
    const space = await workspace(engine);
    await execute(
      space.destination,
      'CREATE SCHEMA data',
      `CREATE TABLE data.t (
  note varchar DEFAULT 'by hand',
  "Spelled" varchar DEFAULT 'so',
  v double precision NOT NULL,
  id bigint NOT NULL,
  made_at timestamp NOT NULL DEFAULT current_timestamp
)`,
      'INSERT INTO data.t (v, id) VALUES (0.5, 1), (1.5, 2)',
      ...more,
    );
    return space;
  }
  const rows = [
    { id: 2, v: 2.5, kids: [{ n: 1 }] },
    { id: 3, v: 3, kids: [] },
  ];
  const byKey = (strategy?: string, data: readonly object[] = rows) =>
    resource(
      't',
      {
        primaryKey: 'id',
        writeDisposition: (strategy ? { disposition: 'merge', strategy } : 'append') as 'append',
      },
      data as object[],
    );
  const idsOf = async (open: Awaited<ReturnType<typeof withTable>>['open'], table = 't', order = 'id') =>
    (await open().dataset().table(table).orderBy(order).rows()).map(({ _dlt_id, _dlt_load_id }) => [
      _dlt_id !== null,
      _dlt_load_id !== null,
    ]);

  test('a table of somebody else is left alone, and what it lacks is said', async () => {
    const { open } = await withTable();
    await expect(open().run(byKey())).rejects.toMatchObject({
      code: 'LOAD_COLUMN_NOT_NULL',
      place: { table: 't' },
      what: expect.stringContaining('_dlt_load_id (text), _dlt_id (text)'),
      remedy: expect.stringContaining('adopt: true'),
    });
    const [row] = await open().dataset().table('t').rows();
    expect(Object.keys(row ?? {})).toHaveLength(5);
  });

  test('it is taken over where that is asked for; later loads need not ask', async () => {
    const { open, forgetWork } = await withTable();
    await open({ adopt: true }).run(byKey());
    expect(await rowsOf(open(), 't')).toMatchObject([
      { id: 1, v: 0.5, note: 'by hand' },
      { id: 2, v: 1.5 },
      { id: 2, v: 2.5 },
      { id: 3, v: 3, note: 'by hand' },
    ]);
    expect((await idsOf(open)).filter(([id, load]) => id && load)).toHaveLength(2);
    expect(await rowsOf(open(), 't__kids', 'n')).toEqual([{ n: 1 }]);
    await forgetWork();
    await open().run(byKey(undefined, [{ id: 4, v: 4.5, kids: [{ n: 2 }], more: 'x' }]));
    expect((await rowsOf(open(), 't')).at(-1)).toMatchObject({ id: 4, v: 4.5, more: 'x' });
  });

  test.each<[strategy: string, ids: number[], untouched: number[]]>([
    ['delete-insert', [1, 2, 3], [1]],
    ['upsert', [1, 2, 3], [1]],
    ['insert-only', [1, 2, 3], [1, 2]],
    ['cdc', [2, 3], []],
  ])('%s finds rows without ids by their keys', async (strategy, ids, untouched) => {
    const { open } = await withTable();
    await open({ adopt: true }).run(byKey(strategy));
    const found = await open().dataset().table('t').orderBy('id').rows();
    expect(found.map(({ id }) => id)).toEqual(ids);
    expect(found.filter(({ _dlt_id }) => _dlt_id === null).map(({ id }) => id)).toEqual(untouched);
    // Nested tables exist by now: what is deleted is looked for in another way.
    await open().run(byKey(strategy, [{ id: 1, v: 9, kids: [{ n: 7 }, { n: 8 }] }]));
    const again = await open().dataset().table('t').orderBy('id').rows();
    expect(again.map(({ id }) => id)).toEqual(strategy === 'cdc' ? [1] : ids);
    expect(again[0]?.v).toBe(strategy === 'insert-only' ? 0.5 : 9);
  });

  test('replacing exchanges its rows, and nothing else', async () => {
    const { open } = await withTable();
    const hints = { table: 't', writeDisposition: 'replace' } as const;
    await open({ adopt: true }).run(rows, hints);
    expect(await rowsOf(open(), 't')).toMatchObject([
      { id: 2, note: 'by hand' },
      { id: 3, note: 'by hand' },
    ]);
  });

  test('a history is not made of rows that are no versions', async () => {
    const { open } = await withTable();
    await expect(open({ adopt: true }).run(byKey('scd2'))).rejects.toMatchObject({
      code: 'LOAD_COLUMN_NOT_NULL',
      remedy: expect.stringContaining('no versions'),
    });
  });

  test('everything that does not fit is said at once', async () => {
    const { open } = await withTable('ALTER TABLE data.t ADD COLUMN small integer');
    const error = await open({ adopt: true })
      .run(
        [
          { id: 2, v: 1.5, note: 'x', small: 1 },
          { id: 3, v: null, small: 0.5 },
        ],
        { table: 't' },
      )
      .catch((error) => error);
    expect(error).toMatchObject({ code: 'LOAD_SCHEMA_DRIFT', place: { table: 't' } });
    expect(error.what).toMatch(/v is NOT NULL, and gets nulls, small is INTEGER, which cannot hold double/i);
  });

  test('a column that has to have a value, and nobody knows, is named', async () => {
    const { open } = await withTable();
    await expect(open({ adopt: true }).run([{ id: 2 }], { table: 't' })).rejects.toMatchObject({
      code: 'LOAD_SCHEMA_DRIFT',
      place: { table: 't', column: 'v' },
      what: expect.stringContaining('v is NOT NULL without a default'),
    });
  });

  const generated: Record<string, string[]> = {
    duckdb: [
      'CREATE SEQUENCE data.numbers',
      `CREATE TABLE data.s (id bigint, n bigint GENERATED ALWAYS AS (id + 1), m bigint NOT NULL DEFAULT nextval('data.numbers'), f float)`,
    ],
    postgres: ['CREATE TABLE data.s (id bigint, n bigint GENERATED ALWAYS AS IDENTITY, m bigserial, f real)'],
  };

  test('columns that number themselves go on doing so, and take values only where they may', async () => {
    const { open, destination } = await workspace(engine);
    await execute(destination, 'CREATE SCHEMA data', ...(generated[destination().name] ?? []));
    const adopting = () => open({ adopt: true });
    await adopting().run([{ id: 1 }, { id: 1 }], { table: 's' });
    expect((await rowsOf(open(), 's', 'm')).map(({ m }) => m)).toEqual([1, 2]);
    await expect(adopting().run([{ id: 2, n: 7, f: 0.1 }], { table: 's' })).rejects.toMatchObject({
      code: 'LOAD_SCHEMA_DRIFT',
      what: expect.stringMatching(/n gets its values from the destination alone, f is (FLOAT|real), which/),
    });
    await open().abort();
    await open().run([{ id: 2, m: 9 }], { table: 's' });
    expect((await rowsOf(open(), 's', 'm')).at(-1)).toMatchObject({ id: 2, m: 9 });
  });

  test('a view is not written to', async () => {
    const { open } = await withTable('CREATE VIEW data.w AS SELECT * FROM data.t');
    await expect(open().run([{ id: 1 }], { table: 'w' })).rejects.toMatchObject({
      code: 'LOAD_SCHEMA_DRIFT',
      place: { table: 'w' },
      what: expect.stringContaining('is a view'),
    });
    expect(await open().dataset().tables()).toEqual(['t']);
  });

  test('what depends on a column keeps it from being changed, and that is said', async () => {
    const { open, destination } = await withTable(
      'CREATE TABLE data.u (id bigint, v integer NOT NULL)',
      'CREATE INDEX u_v ON data.u (v)',
      'CREATE VIEW data.w AS SELECT v FROM data.u',
      'ALTER TABLE data.u ADD COLUMN _dlt_id varchar',
      'ALTER TABLE data.u ADD COLUMN _dlt_load_id varchar',
    );
    await expect(open({ widen: true }).run([{ id: 1, v: 2 ** 40 }], { table: 'u' })).rejects.toMatchObject({
      code: 'LOAD_SCHEMA_DRIFT',
      place: { table: 'u' },
      what: expect.stringContaining('does not let columns be changed: v'),
    });
    await execute(destination, 'DROP VIEW data.w', 'DROP INDEX data.u_v');
    await open({ widen: true }).load();
    expect(await rowsOf(open(), 'u')).toEqual([{ id: 1, v: 2 ** 40 }]);
  });

  test('wider columns are welcome, whatever they are called', async () => {
    const { open, destination } = await workspace(engine);
    await open().run([{ id: 1, v: 1, d: 1.5, at: new Date(0), s: 'x' }], { table: 't' });
    await execute(
      destination,
      'ALTER TABLE data.t ALTER COLUMN id TYPE decimal(30,2)',
      'ALTER TABLE data.t ALTER COLUMN v TYPE varchar',
    );
    await open().run([{ id: 2, v: 2, d: 2.5, at: new Date(1), s: 'y' }], { table: 't' });
    expect((await rowsOf(open(), 't')).map(({ id, v }) => [id, v])).toEqual([
      ['1.00', '1'],
      ['2.00', '2'],
    ]);
  });

  const nested = [{ id: 1, kids: [{ n: 1, toys: [{ m: 1 }] }] }];
  const merged = (data: readonly object[]) =>
    resource('t', { primaryKey: 'id', writeDisposition: 'merge' }, data as object[]);

  test('from append to merge: nested rows that do not know their root are named, with what helps', async () => {
    const { open } = await workspace(engine);
    await open().run(nested, { table: 't' });
    await expect(open().run(merged(nested))).rejects.toMatchObject({
      code: 'LOAD_COLUMN_NOT_NULL',
      what: expect.stringMatching(
        /t__kids: there is no _dlt_root_id.*t__kids__toys: there is no _dlt_root_id/,
      ),
      remedy: expect.stringContaining('adopt: true'),
    });
  });

  test('or they are told, along the links to their parents', async () => {
    const { open } = await workspace(engine);
    await open().run([...nested, { id: 2, kids: [{ n: 2, toys: [{ m: 2 }, { m: 3 }] }] }], { table: 't' });
    await open({ adopt: true }).run(merged([{ id: 2, kids: [{ n: 9, toys: [{ m: 9 }] }] }]));
    expect(await rowsOf(open(), 't')).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await rowsOf(open(), 't__kids', 'n')).toEqual([{ n: 1 }, { n: 9 }]);
    expect(await rowsOf(open(), 't__kids__toys', 'm')).toEqual([{ m: 1 }, { m: 9 }]);
    await open().run(merged([{ id: 1, kids: [] }]));
    expect(await rowsOf(open(), 't__kids__toys', 'm')).toEqual([{ m: 9 }]);
  });

  test('from append to replace, nothing is needed', async () => {
    const { open } = await workspace(engine);
    await open().run(nested, { table: 't' });
    await open().run([{ id: 2, kids: [] }], { table: 't', writeDisposition: 'replace' });
    expect(await rowsOf(open(), 't')).toEqual([{ id: 2 }]);
    expect(await rowsOf(open(), 't__kids__toys', 'm')).toEqual([]);
  });
});
