import { tableFromArrays } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { extract } from '../../test/extract.ts';
import { materialize, type Page, resource, transformer, withHints, withTable } from '../index.ts';

const names = ({ definitions }: Page) => definitions?.map(({ name }) => name);

describe('records go to', () => {
  const records = [
    { kind: 'a', n: 1 },
    { kind: 'b', n: 2 },
    { kind: 'a', n: 3 },
  ];

  test('the table a function finds, whatever their notes say', async () => {
    const r = resource('r', [records, withTable({ kind: 'b', n: 4 }, 'elsewhere')]).with({
      table: ({ kind }) => `t_${kind}`,
    });
    const { tables, pages } = await extract(r);
    expect(tables).toEqual({ t_a: [records[0], records[2]], t_b: [records[1], { kind: 'b', n: 4 }] });
    expect(pages.map(names)).toEqual([['t_a'], ['t_b'], undefined]);
  });

  test('the table of their note, alone or by the page', async () => {
    const r = resource('r', [withTable({ n: 1 }, 'x'), withTable([{ n: 2 }, { n: 3 }], 'y'), { n: 4 }]);
    expect((await extract(r)).tables).toEqual({ x: [{ n: 1 }], y: [{ n: 2 }, { n: 3 }], r: [{ n: 4 }] });
  });

  test('a table of several resources: the first says what it is', async () => {
    const a = resource('a', { table: 't', primaryKey: 'n' }, [{ n: 1 }]);
    const b = resource('b', { table: 't' }, [{ n: 2 }]);
    const { pages, tables } = await extract([a, b]);
    expect(tables).toEqual({ t: [{ n: 1 }, { n: 2 }] });
    expect(pages.map(({ definitions }) => definitions?.map(({ resource: of }) => of))).toEqual([
      ['a'],
      undefined,
    ]);
  });

  test('the table of their note through steps and transformers', async () => {
    const r = resource('r', [withTable({ n: 1 }, 'x'), { n: 2 }])
      .map(({ n }) => ({ n: n * 10 }))
      .filter(({ n }) => n > 0)
      .tap(() => {})
      .flatMap(({ n }) => [{ n }, withTable({ n: n + 1 }, 'y')]);
    const t = transformer('t', { from: r }, ({ n }) => (n === 10 ? withTable({ t: n }, 'z') : { t: n }));
    expect((await extract([r, t])).tables).toEqual({
      x: [{ n: 10 }],
      y: [{ n: 11 }, { n: 21 }],
      r: [{ n: 20 }],
      z: [{ t: 10 }],
      t: [{ t: 11 }, { t: 20 }, { t: 21 }],
    });
  });
});

describe('Arrow tables', () => {
  const table = (...n: number[]) => tableFromArrays({ n: Int32Array.from(n) });
  const shown = ({ table: name, kind, items }: Page) => [name, kind, items.length];

  test('are items of steps, whole, and stay apart from records', async () => {
    const seen: number[] = [];
    const r = resource('r', [table(1, 2), [table(3), table(4)], { n: 5 }, [{ n: 6 }]])
      .tap((item) => seen.push('numRows' in item ? item.numRows : 0))
      .filter((item) => !('numRows' in item) || item.get(0)?.n !== 4);
    const { pages } = await extract(r);
    expect(seen).toEqual([2, 1, 1, 0, 0]);
    expect(pages.map(shown)).toEqual([
      ['r', 'arrow', 1],
      ['r', 'arrow', 1],
      ['r', 'records', 2],
    ]);
  });

  test('that steps make of records, and records that steps make of them', async () => {
    const made = resource('made', [{ n: 1 }, { n: 2 }]).map(({ n }) => table(n, n));
    const unmade = resource('unmade', [table(1, 2)]).flatMap((item) =>
      item.toArray().map(({ n }) => ({ n })),
    );
    const { pages, tables } = await extract([made, unmade]);
    expect(pages.map(shown)).toEqual([
      ['made', 'arrow', 2],
      ['unmade', 'records', 2],
    ]);
    expect(tables.unmade).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('go to the table of their note, or of a function that looks at them', async () => {
    const byRows = resource('r', [table(1), table(1, 2), withTable(table(3), 'noted')]);
    expect((await extract(byRows)).pages.map(shown)).toEqual([
      ['r', 'arrow', 1],
      ['r', 'arrow', 1],
      ['noted', 'arrow', 1],
    ]);
    const found = byRows.with({ table: ({ numRows }) => `t_${numRows}` });
    expect((await extract(found)).pages.map(({ table: name }) => name)).toEqual(['t_1', 't_2', 't_1']);
  });
});

describe('hints that records bring along', () => {
  test('hold from then on, and the tables are told again', async () => {
    const r = resource('r', { writeDisposition: 'append' }, [
      [{ n: 1 }],
      [withHints({ n: 2 }, { primaryKey: 'n', writeDisposition: 'merge' }), { n: 3 }],
      [{ n: 4 }],
    ]);
    const { pages } = await extract(r);
    expect(
      pages.map(({ definitions, items }) => [items.length, definitions?.[0]?.write_disposition]),
    ).toEqual([
      [1, 'append'],
      [2, 'merge'],
      [1, undefined],
    ]);
  });

  test('are those of one table alone where they say so', async () => {
    const hints = { table: 'v', primaryKey: 'n' };
    const r = resource('r', { columns: { x: { dataType: 'text' } } }, [
      withHints({ n: 1 }, hints, { variant: true }),
      withTable({ n: 2 }, 'v'),
      { n: 3 },
    ]);
    const { tables, pages } = await extract(r);
    expect(tables).toEqual({ v: [{ n: 1 }, { n: 2 }], r: [{ n: 3 }] });
    expect(pages[0]?.definitions?.[0]).toMatchObject({ name: 'v', resource: 'r', variant_name: 'v' });
    expect([...(pages[0]?.definitions?.[0]?.columns.keys() ?? [])]).toEqual(['x', 'n']);
    expect([...(pages[1]?.definitions?.[0]?.columns.keys() ?? [])]).toEqual(['x']);
    expect(pages[1]?.definitions?.[0]).not.toHaveProperty('variant_name');
  });

  test('that may differ from record to record are told whenever they do', async () => {
    const r = resource('r', [{ d: 'append' }, { d: 'append' }, { d: 'replace' }] as const).with({
      table: () => 't',
      writeDisposition: ({ d }) => d,
    });
    const { pages } = await extract(r);
    expect(
      pages.map(({ items, definitions }) => [items.length, definitions?.[0]?.write_disposition]),
    ).toEqual([
      [2, 'append'],
      [1, 'replace'],
    ]);
  });

  test.for<[what: string, element: unknown, code: string]>([
    ['unknown', withHints({}, { tabel: 'x' } as never), 'HINT_UNKNOWN'],
    ['of one table that they do not name', withHints({}, {}, { variant: true }), 'HINT_INVALID'],
    [
      'of one table that depend on records',
      withHints({}, { table: () => 'x' }, { variant: true }),
      'HINT_INVALID',
    ],
  ])('are refused where they are %s', async ([, element, code]) => {
    await expect(extract(resource('r', [element]))).rejects.toMatchObject({ code, place: { resource: 'r' } });
  });

  test('cannot depend on the record where the table does not', async () => {
    const r = resource('r', [{ n: 1 }]).with({ primaryKey: () => 'n' });
    await expect(extract(r)).rejects.toMatchObject({ code: 'HINT_INCONSISTENT' });
  });
});

describe('a table without rows', () => {
  test('is asked for in place of a record, through all steps', async () => {
    const r = resource('r', { primaryKey: 'n' }, [materialize()])
      .map(() => null)
      .filter(() => false)
      .flatMap(() => [])
      .limit(5);
    const { pages } = await extract([r, transformer('t', { from: r }, () => 1)]);
    expect(pages).toMatchObject([{ table: 'r', items: [], materialize: true, definitions: [{ name: 'r' }] }]);
  });

  test('may come before its rows, and may be another', async () => {
    const r = resource('r', [materialize(), { n: 1 }, withTable(materialize(), 'x')]);
    const { pages } = await extract(r);
    expect(pages.map(({ table, items, materialize: only }) => [table, items.length, only])).toEqual([
      ['r', 0, true],
      ['x', 0, true],
      ['r', 1, undefined],
    ]);
  });
});
