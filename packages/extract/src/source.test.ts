import { describe, expect, test } from 'vitest';
import { extract, numbers } from '../test/extract.ts';
import { resource, source, transformer } from './index.ts';

/** Two transformers on one parent, which counts how often it is read. */
function family() {
  let reads = 0;
  const parent = resource('parent', () => {
    reads++;
    return numbers(3);
  });
  const a = transformer('a', { from: parent }, ({ n }) => ({ a: n }));
  const b = transformer('b', { from: a }, (record) => ({ b: record.a }));
  return { make: source('fam', () => [parent, a, b]), parent, a, b, reads: () => reads };
}

describe('a source', () => {
  test('reads its resources in order of declaration, a shared parent once', async () => {
    const { make, reads } = family();
    const { pages } = await extract(make());
    expect(pages.map(({ resource: name }) => name)).toEqual(['parent', 'a', 'b']);
    expect(reads()).toBe(1);
  });

  test.for<[names: ('parent' | 'a' | 'b')[], reads: number]>([
    [['parent'], 1],
    [['a'], 1],
    [['b'], 1],
    [['a', 'b'], 1],
    [[], 0],
  ])('of which %j are selected loads these, and reads what they need', async ([names, expected]) => {
    const { make, reads } = family();
    const { tables } = await extract(make().select(...names));
    expect(Object.keys(tables).sort()).toEqual([...names].sort());
    expect(reads()).toBe(expected);
  });

  test('knows its resources', () => {
    const { resources } = family().make();
    expect(Object.keys(resources)).toEqual(['parent', 'a', 'b']);
    expect(resources.a.name).toBe('a');
  });

  test('names what there is where a selection is unknown', () => {
    const { make } = family();
    const select = () => make().select('c' as 'a');
    expect(select).toThrow(
      expect.objectContaining({ code: 'RESOURCE_UNKNOWN', remedy: 'Use one of parent, a, b' }),
    );
  });

  test('loads what is not selected by default only when asked', async () => {
    const make = source('s', () => [resource('x', [1]), resource('y', { selected: false }, [2])]);
    expect((await extract(make())).tables).toEqual({ x: [1] });
    expect((await extract(make().select('y'))).tables).toEqual({ y: [2] });
  });

  test('a changed copy takes the place of the original for its transformers', async () => {
    const { parent, a } = family();
    expect((await extract([parent.limit(1), a])).tables).toEqual({ parent: [{ n: 1 }], a: [{ a: 1 }] });
  });

  test.for<[what: string, resources: () => ReturnType<typeof resource>[]]>([
    ['two resources', () => [resource('x', []), resource('x', [])]],
    [
      'a copy and a parent that is another copy',
      () => {
        const { parent } = family();
        const copied = transformer('t', { from: parent.filter(() => true) }, () => 1);
        return [parent.limit(1), copied];
      },
    ],
    [
      'two parents outside the source',
      () => [
        transformer('t', { from: resource('x', []) }, () => 1),
        transformer('u', { from: resource('x', []) }, () => 1),
      ],
    ],
  ])('refuses one name for %s', async ([, resources]) => {
    await expect(extract(source('s', () => resources())())).rejects.toMatchObject({
      code: 'RESOURCE_DUPLICATE',
    });
  });

  test('lays hints over all it reads, parents outside the list among them', async () => {
    const outside = resource('outside', { cursor: undefined as never, selected: true }, numbers(2));
    const made = source('s', () => [transformer('t', { from: outside }, ({ n }) => ({ n }))])();
    const { pages } = await extract(made.with({ writeDisposition: 'merge', primaryKey: 'n' }).limit(1));
    expect(pages[0]?.definitions?.[0]).toMatchObject({ write_disposition: 'merge' });
    expect(pages.flatMap(({ items }) => items)).toEqual([{ n: 1 }]);
  });

  test('has settings, and copies with others', () => {
    const make = source('s', { maxNesting: 2, settings: { detections: [] } }, () => []);
    const changed = make().configure({ maxNesting: 3, rootKey: true, schemaContract: 'freeze' }).as('t');
    expect(changed).toMatchObject({ name: 't', maxNesting: 3, rootKey: true, schemaContract: 'freeze' });
    expect(changed.settings).toEqual({ detections: [] });
    expect(make()).toMatchObject({ name: 's', maxNesting: 2, rootKey: undefined });
  });

  test('takes one argument, and runs its function for each extraction, with the context of the run', async () => {
    const make = source('s', ({ config }, { rows }: { rows: number }) => [
      resource('r', () => numbers(rows).map(({ n }) => ({ n, key: config.key }))),
    ]);
    const made = make({ rows: 1 });
    expect((await extract(made, { config: { key: 'a' } })).tables.r).toEqual([{ n: 1, key: 'a' }]);
    expect((await extract(made, { config: { key: 'b' } })).tables.r).toEqual([{ n: 1, key: 'b' }]);
  });

  test('may be async: then its resources are known when it runs', async () => {
    const made = source('s', async () => [resource('x', [1]), resource('y', [2])])();
    expect(() => made.resources).toThrow(expect.objectContaining({ code: 'SOURCE_ASYNC' }));
    expect((await extract(made.select('y'))).tables).toEqual({ y: [2] });
    await expect(extract(made.select('z' as 'y'))).rejects.toMatchObject({ code: 'RESOURCE_UNKNOWN' });
  });

  test('checks a selection later where its function needs a pipeline', async () => {
    const made = source('s', ({ http }) => {
      void http.json('/');
      return [resource('x', [1])];
    })();
    expect(() => made.resources).toThrow(expect.objectContaining({ code: 'CONTEXT_DETACHED' }));
    const http = { json: async () => ({}) } as never;
    expect((await extract(made.select('x'), { http })).tables).toEqual({ x: [1] });
  });

  test.for<[what: string, returns: unknown]>([
    ['nothing', undefined],
    ['no list', resource('x', [])],
    ['a list of something else', [1]],
  ])('that returns %s is refused', async ([, returns]) => {
    await expect(extract(source('s', () => returns as [])())).rejects.toMatchObject({
      code: 'SOURCE_INVALID',
    });
  });

  test('that throws says where', async () => {
    const broken = source('s', (): [] => {
      throw new Error('no network');
    });
    await expect(extract(broken())).rejects.toMatchObject({ code: 'EXTRACT_FAILED', place: { source: 's' } });
  });
});
