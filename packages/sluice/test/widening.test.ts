import { decimal, resource } from 'sluice';
import { expect, test } from 'vitest';
import { beforePublishing } from './before-publishing.ts';
import { describeEngines } from './engines.ts';
import { rowsOf, workspace } from './workspace.ts';

type Open = Awaited<ReturnType<typeof workspace>>['open'];

/** Loads rows into table `t`, with hints of its columns. */
const load = (open: Open, rows: readonly object[], columns: object = {}, options: object = {}) =>
  open(options).run(resource('t', { columns: columns as never }, rows as object[]));

const typeOf = async (open: Open, column: string) => {
  const opened = open();
  await opened.sync();
  return opened.schema?.tables.get('t')?.columns.get(column)?.data_type;
};

describeEngines((engine) => {
  type Row = Record<string, unknown>;
  test.each<[what: string, first: [Row[], object], second: [Row[], object], rows: Row[]]>([
    [
      'integers become decimals by a hint',
      [[{ id: 1, v: 5 }], {}],
      [[{ id: 2, v: decimal('1.25') }], { v: { dataType: 'decimal', precision: 30, scale: 2 } }],
      [
        { id: 1, v: '5.00' },
        { id: 2, v: '1.25' },
      ],
    ],
    [
      'integers become doubles by a hint',
      [[{ id: 1, v: 5 }], {}],
      [[{ id: 2, v: 7 }], { v: { dataType: 'double' } }],
      [
        { id: 1, v: 5 },
        { id: 2, v: 7 },
      ],
    ],
    [
      'integers get more bits',
      [[{ id: 1, v: 5 }], { v: { dataType: 'bigint', precision: 16 } }],
      [[{ id: 2, v: 2 ** 40 }], { v: { dataType: 'bigint', precision: 64 } }],
      [
        { id: 1, v: 5 },
        { id: 2, v: 2 ** 40 },
      ],
    ],
    [
      'decimals get more digits on both sides of the point',
      [[{ id: 1, v: decimal('1.5') }], { v: { dataType: 'decimal', precision: 10, scale: 1 } }],
      [[{ id: 2, v: decimal('10000000000.001') }], { v: { dataType: 'decimal', precision: 20, scale: 3 } }],
      [
        { id: 1, v: '1.500' },
        { id: 2, v: '10000000000.001' },
      ],
    ],
    [
      'a column that must have a value need not any more',
      [[{ id: 1, v: 'x' }], { v: { dataType: 'text', nullable: false } }],
      [
        [
          { id: 2, v: null },
          { id: 3, v: 'y' },
        ],
        { v: { dataType: 'text', nullable: true } },
      ],
      [
        { id: 1, v: 'x' },
        { id: 2, v: null },
        { id: 3, v: 'y' },
      ],
    ],
    [
      'times get more digits',
      [
        [{ id: 1, v: '2024-01-01T00:00:00.5' }],
        { v: { dataType: 'timestamp', precision: 3, timezone: false } },
      ],
      [
        [{ id: 2, v: '2024-01-01T00:00:00.000001' }],
        { v: { dataType: 'timestamp', precision: 6, timezone: false } },
      ],
      [
        { id: 1, v: '2024-01-01T00:00:00.500000' },
        { id: 2, v: '2024-01-01T00:00:00.000001' },
      ],
    ],
  ])('%s, if allowed to', async (_, [before, old], [after, changed], rows) => {
    const { open } = await workspace(engine);
    await load(open, before, old);
    await expect(load(open, after, changed)).rejects.toThrow(/LOAD_SCHEMA_DRIFT.*widen: true/s);
    expect(await rowsOf(open(), 't')).toEqual(before.map(({ id }) => expect.objectContaining({ id })));
    await open().abort();
    await load(open, after, changed, { widen: true });
    expect(await rowsOf(open(), 't')).toEqual(rows);
    // Once changed, it takes what it is without being asked to.
    await load(open, [{ ...after.at(-1), id: 9 }], changed);
    expect(await rowsOf(open(), 't')).toHaveLength(rows.length + 1);
  });

  test('an inferred column of integers becomes one of doubles at its first fraction, if allowed to', async () => {
    const { open, forgetWork } = await workspace(engine);
    await load(open, [{ id: 1, v: 5, kids: [{ n: 1 }] }]);
    await load(open, [{ id: 2, v: 0.5, kids: [{ n: 1.5 }] }]);
    expect((await rowsOf(open(), 't')).at(-1)).toEqual({ id: 2, v: null, v__v_double: 0.5 });
    await load(open, [{ id: 3, v: 1.5, kids: [{ n: 2.5 }] }], {}, { widen: true });
    expect(await rowsOf(open(), 't')).toEqual([
      { id: 1, v: 5, v__v_double: null },
      { id: 2, v: null, v__v_double: 0.5 },
      { id: 3, v: 1.5, v__v_double: null },
    ]);
    expect((await rowsOf(open(), 't__kids', 'n')).map(({ n }) => n).slice(0, 2)).toEqual([1, 2.5]);
    expect(await typeOf(open, 'v')).toBe('double');
    await forgetWork();
    await load(open, [{ id: 4, v: 2.5 }]);
    expect((await rowsOf(open(), 't')).at(-1)).toMatchObject({ id: 4, v: 2.5 });
    const versions = await open().dataset().query('SELECT max(version) AS newest FROM data._dlt_version');
    expect(Number(versions[0]?.newest)).toBe(3);
  });

  test('not where a hint or a contract fixes the type, and no key', async () => {
    const { open } = await workspace(engine);
    const widen = { widen: true };
    await load(open, [{ id: 1, v: 1, w: 1 }]);
    await load(open, [{ id: 2, v: 1.5 }], { v: { dataType: 'bigint' } }, widen);
    expect(await typeOf(open, 'v')).toBe('bigint');
    const frozen = { table: 't', schemaContract: { data_type: 'freeze' } } as const;
    await expect(open(widen).run([{ id: 3, w: 1.5 }], frozen)).rejects.toMatchObject({
      code: 'SCHEMA_CONTRACT_VIOLATED',
    });
    await open().run([{ k: 1 }], { table: 'keyed', primaryKey: 'k', writeDisposition: 'merge' });
    await expect(
      open(widen).run([{ k: 1.5 }], { table: 'keyed', primaryKey: 'k', writeDisposition: 'merge' }),
    ).rejects.toMatchObject({ code: 'ROW_NULL_NOT_ALLOWED', place: { table: 'keyed', column: 'k' } });
  });

  test('not where an integer that is there would be rounded: nothing is changed then', async () => {
    const { open } = await workspace(engine);
    await load(open, [{ id: 1, v: 2n ** 53n + 1n }]);
    await expect(load(open, [{ id: 2, v: 0.5 }], {}, { widen: true })).rejects.toMatchObject({
      code: 'LOAD_SCHEMA_DRIFT',
      place: { table: 't', column: 'v' },
    });
    expect(await open().pending()).toEqual([]);
    expect(await rowsOf(open(), 't')).toEqual([{ id: 1, v: 2n ** 53n + 1n }]);
    await load(open, [{ id: 2, v: 0.5 }]);
    expect((await rowsOf(open(), 't')).at(-1)).toEqual({ id: 2, v: null, v__v_double: 0.5 });
  });

  test.each<[before: object, value: unknown, after: object]>([
    [{ dataType: 'double' }, decimal('1'), { dataType: 'decimal' }],
    [
      { dataType: 'decimal', precision: 20, scale: 2 },
      decimal('1'),
      { dataType: 'decimal', precision: 20, scale: 4 },
    ],
    [{ dataType: 'date' }, '2024-01-01T00:00:00Z', { dataType: 'timestamp' }],
    [
      { dataType: 'timestamp', timezone: false },
      '2024-01-01T00:00:00Z',
      { dataType: 'timestamp', timezone: true },
    ],
    [{ dataType: 'bigint' }, 'x', { dataType: 'text' }],
  ])('%j does not become wider for %j as %j', async (before, value, after) => {
    const { open } = await workspace(engine);
    await load(open, [{ id: 1, v: null }], { v: before });
    const error = await load(open, [{ id: 2, v: value }], { v: after }, { widen: true }).catch((e) => e);
    expect(error).toMatchObject({ code: 'LOAD_SCHEMA_DRIFT', place: { table: 't', column: 'v' } });
    expect(error.message).not.toContain('widen');
  });

  test('nor where it came between planning and publishing', async () => {
    const { open, folder, destination } = await workspace(engine);
    const shared = { table: 't', schemaName: 'shared' } as const;
    await open().run([{ id: 1, v: 1 }], shared);
    const second = open({ name: 'second', workDir: `${folder}/second` });
    let runs = 0;
    const interrupt = async () => {
      if (runs++ === 0) await second.run([{ id: 2, v: 2n ** 60n + 1n }], shared);
    };
    const interrupted = beforePublishing(destination(), interrupt);
    await expect(
      open({ widen: true, destination: interrupted }).run([{ id: 3, v: 0.5 }], shared),
    ).rejects.toMatchObject({ code: 'LOAD_SCHEMA_DRIFT', place: { table: 't', column: 'v' } });
    expect((await rowsOf(open(), 't')).map(({ v }) => v)).toEqual([1, 2n ** 60n + 1n]);
  });

  test('a type that changes between planning and publishing is planned on anew', async () => {
    const { open, folder, destination } = await workspace(engine);
    const hint = { v: { dataType: 'decimal', precision: 30, scale: 2 } };
    await load(open, [{ id: 1, v: 1 }]);
    // Another schema: its loads do not wait for those of ours.
    const other = open({ name: 'other', workDir: `${folder}/other`, widen: true });
    let runs = 0;
    const interrupt = async () => {
      if (runs++ > 0) return;
      await other.run(resource('t', { columns: hint as never }, [{ id: 2, v: decimal('2.25') }]));
    };
    const interrupted = beforePublishing(destination(), interrupt);
    const rows = [{ id: 3, v: 0.5 }];
    await expect(load(open, rows, {}, { widen: true, destination: interrupted })).rejects.toMatchObject({
      code: 'LOAD_SCHEMA_DRIFT',
      what: expect.stringMatching(/v is (DECIMAL|numeric)\(30,2\), which cannot hold double/),
    });
    expect((await rowsOf(open(), 't')).map(({ v }) => v)).toEqual(['1.00', '2.25']);
  });

  test('two writers that widen one column between planning and publishing both get there', async () => {
    const { open, folder, destination } = await workspace(engine);
    const shared = { table: 't', schemaName: 'shared' } as const;
    await open().run([{ id: 1, v: 1 }], shared);
    const second = open({ name: 'second', workDir: `${folder}/second`, widen: true });
    let runs = 0;
    const interrupt = async () => {
      if (runs++ === 0) await second.run([{ id: 2, v: 0.25 }], shared);
    };
    const interrupted = beforePublishing(destination(), interrupt);
    await open({ widen: true, destination: interrupted }).run([{ id: 3, v: 0.5 }], shared);
    expect(runs).toBe(2);
    expect((await rowsOf(open(), 't')).map(({ v }) => v)).toEqual([1, 0.25, 0.5]);
  });

  test('two writers at once: one plans again', async () => {
    const { open, folder } = await workspace(engine);
    const shared = { table: 't', schemaName: 'shared' } as const;
    await open().run([{ id: 1, v: 1, w: 1 }], shared);
    const second = open({ name: 'second', workDir: `${folder}/second`, widen: true });
    await open({ widen: true }).extract([{ id: 2, v: 0.5, w: 2, ours: 1 }], shared);
    await second.run([{ id: 3, v: 1.5, w: 2.5, theirs: 1 }], shared);
    await open({ widen: true }).load();
    expect(await rowsOf(open(), 't')).toEqual([
      { id: 1, v: 1, w: 1, theirs: null, ours: null },
      { id: 2, v: 0.5, w: 2, theirs: null, ours: 1 },
      { id: 3, v: 1.5, w: 2.5, theirs: 1, ours: null },
    ]);
    const restored = open({ name: 'third', workDir: `${folder}/third` });
    await restored.run([{ id: 4, v: 3.5, w: 3.5 }], shared);
    expect((await rowsOf(open(), 't')).at(-1)).toMatchObject({ id: 4, v: 3.5, w: 3.5 });
  });
});
