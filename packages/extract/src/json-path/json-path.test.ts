import { describe, expect, test } from 'vitest';
import { jsonPath } from './json-path.ts';

// What dlt's own answers do not show: those are in the golden cases.
const record = {
  id: 7,
  'a-b': 1,
  list: [10, 20, 30, 40],
  items: [
    { id: 1, kind: 'x', tags: ['p'] },
    { id: 2, kind: 'y', at: null },
    { id: 3, kind: 'x', ok: true },
  ],
  map: new Map<string, unknown>([
    ['2', 'two'],
    ['1', { deep: 1 }],
  ]),
  when: new Date(0),
};

describe('a path finds', () => {
  test.for<[path: string, values: unknown[]]>([
    ['a-b', [1]],
    [' id ', [7]],
    ['id,a-b', [7, 1]],
    ["['id','a-b']", [7, 1]],
    ['list[-1]', [40]],
    ['list[0,2]', [10, 30]],
    ['list[1:]', [20, 30, 40]],
    ['list[:-2]', [10, 20]],
    ['list[::2]', [10, 30]],
    ['items[*].id', [1, 2, 3]],
    ['items.*.id', [1, 2, 3]],
    ['items[?kind == "x"].id', [1, 3]],
    ['items[?(@.kind == "x" & @.id > 1)].id', [3]],
    ['items[?kind != "x"].id', [2]],
    ['items[?tags].id', [1]],
    ['items[?ok = true].id', [3]],
    ['items[?at = null].id', [2]],
    ['items[?id <= 2].id', [1, 2]],
    ['items[?id >= 2].id', [2, 3]],
    ['items[?id < 2].id', [1]],
    ['items[?kind =~ "^[xz]"].id', [1, 3]],
    ['map."2"', ['two']],
    ['map.*', ['two', { deep: 1 }]],
    ['map..deep', [1]],
    ['`this`.id', [7]],
    ['map.`len`', [2]],
    ['when', [new Date(0)]],
    ['when.x', []],
    ['toString', []],
    ['__proto__', []],
    ['list[?(@ > 15)]', [20, 30, 40]],
  ])('%s', ([path, values]) => {
    expect(jsonPath(path).values(record)).toEqual(values);
  });

  test('hostile names like any other', () => {
    const hostile = JSON.parse('{"__proto__": {"constructor": 1}}');
    expect(jsonPath('__proto__.constructor').values(hostile)).toEqual([1]);
  });
});

test.for([
  '',
  '$.',
  'a.',
  'a..',
  '[',
  'a[',
  'a[0',
  'a[]',
  'a[1.5]',
  'a b',
  'a[?]',
  'a[?b ==]',
  'a]',
  '`sum`',
  'a[0,]',
  "'a",
])('%j is no path', (path) => {
  expect(() => jsonPath(path)).toThrow(expect.objectContaining({ code: 'CURSOR_PATH_INVALID' }));
});
