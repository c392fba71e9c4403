import { describe, expect, test } from 'vitest';
import { extract } from '../test/extract.ts';
import { type RunHints, resource, source, toSources } from './index.ts';

const load = async (data: unknown, hints: RunHints = {}) => {
  const sources = await toSources(data, { schemaName: 'default', hints });
  return Promise.all(
    sources.map(async (made) => ({ name: made.name, tables: (await extract(made)).tables, made })),
  );
};

const a = resource('a', [1]);
const b = resource('b', [2]);
const src = source('src', () => [a, b]);

describe('data becomes sources', () => {
  test.for<[what: string, data: () => unknown, expected: [name: string, tables: object][]]>([
    ['a source', () => src(), [['src', { a: [1], b: [2] }]]],
    ['a source that was not called', () => src, [['src', { a: [1], b: [2] }]]],
    ['a promise of a source', () => Promise.resolve(src()), [['src', { a: [1], b: [2] }]]],
    ['a resource', () => a, [['default', { a: [1] }]]],
    ['resources', () => [a, b], [['default', { a: [1], b: [2] }]]],
    [
      'sources and resources',
      () => [a, src(), b],
      [
        ['src', { a: [1], b: [2] }],
        ['default', { a: [1], b: [2] }],
      ],
    ],
    [
      'resources of one name',
      () => [a, b, a.map(() => 3)],
      [
        ['default', { a: [1], b: [2] }],
        ['default', { a: [3] }],
      ],
    ],
    ['no records', () => [], [['default', {}]]],
  ])('%s', async ([, data, expected]) => {
    const loaded = await load(
      data(),
      Array.isArray(data()) && (data() as []).length === 0 ? { table: 't' } : {},
    );
    expect(loaded.map(({ name, tables }) => [name, tables])).toEqual(expected);
  });

  test.for<[what: string, data: unknown]>([
    ['an array', [{ n: 1 }]],
    ['an iterable', new Set([{ n: 1 }])],
    ['a function', () => [{ n: 1 }]],
    ['a promise', Promise.resolve([{ n: 1 }])],
  ])('%s of records needs the name of a table', async ([, data]) => {
    const [only] = await load(data, { table: 't' });
    expect(only?.tables).toEqual({ t: [{ n: 1 }] });
    await expect(load(data)).rejects.toMatchObject({ code: 'TABLE_NAME_MISSING' });
  });

  test.for([
    ['a text', 'a.csv'],
    ['an object', { n: 1 }],
    ['a number', 1],
    ['null', null],
    ['a map', new Map()],
  ])('%s is refused, with a table and without', async ([, data]) => {
    await expect(load(data, { table: 't' })).rejects.toMatchObject({ code: 'DATA_NOT_ITERABLE' });
    await expect(load(data)).rejects.toMatchObject({ code: 'DATA_NOT_ITERABLE' });
  });
});

describe('hints of a run', () => {
  test('are laid over those of every resource', async () => {
    const [only] = await load(src, { writeDisposition: 'replace', table: 'all', schemaContract: 'freeze' });
    expect(only?.tables).toEqual({ all: [1, 2] });
    expect(only?.made.schemaContract).toBe('freeze');
    expect(only?.made.resources.a?.hints).toMatchObject({ writeDisposition: 'replace', table: 'all' });
  });

  test('are checked', async () => {
    await expect(load(src, { wrong: 1 } as object as RunHints)).rejects.toMatchObject({
      code: 'HINT_UNKNOWN',
    });
  });
});
