import { describe, expect, test } from 'vitest';
import { incremental, type ResourceHints, resource } from '../index.ts';
import { nestedPath } from './nested-path.ts';

const made = (hints: object) => resource('r', hints as ResourceHints, []);

describe('hints are checked when they are given', () => {
  test.for<[hints: object, code: string, remedy?: RegExp]>([
    [{ primarykey: 'id' }, 'HINT_UNKNOWN', /^Did you mean "primaryKey"\?/],
    [{ write_disposition: 'merge' }, 'HINT_UNKNOWN', /^Did you mean "writeDisposition"\?/],
    [{ nonsense: 1 }, 'HINT_UNKNOWN', /^Use one of /],
    [{ writeDisposition: 'upsert' }, 'WRITE_DISPOSITION_UNKNOWN', /append, replace, merge, skip/],
    [{ writeDisposition: 'marge' }, 'WRITE_DISPOSITION_UNKNOWN', /^Did you mean "merge"\?/],
    [{ writeDisposition: { strategy: 'scd2' } }, 'WRITE_DISPOSITION_UNKNOWN'],
    [{ writeDisposition: { disposition: 'merge', strategy: 'scd' } }, 'WRITE_DISPOSITION_UNKNOWN', /"scd2"/],
    [
      { writeDisposition: { disposition: 'merge', strategy: 'upsert', destinationScope: 'x' } },
      'WRITE_DISPOSITION_UNKNOWN',
    ],
    [
      { writeDisposition: { disposition: 'merge', deduplicate: true } },
      'WRITE_DISPOSITION_UNKNOWN',
      /"deduplicated"/,
    ],
    [
      { writeDisposition: { disposition: 'merge', strategy: 'scd2', boundaryTimestamp: 'soon' } },
      'WRITE_DISPOSITION_UNKNOWN',
    ],
    [{ writeDisposition: 7 }, 'WRITE_DISPOSITION_UNKNOWN'],
    [{ primaryKey: 1 }, 'HINT_INVALID'],
    [{ mergeKey: ['a', 1] }, 'HINT_INVALID'],
    [{ columns: ['a'] }, 'HINT_INVALID'],
    [{ columns: { a: 'text' } }, 'HINT_INVALID'],
    [{ columns: { a: { data_type: 'text' } } }, 'HINT_UNKNOWN', /"dataType"/],
    [{ columns: { a: { dataType: 'string' } } }, 'DATA_TYPE_UNKNOWN'],
    [{ columns: { a: { nullable: 'no' } } }, 'HINT_INVALID'],
    [{ description: 1 }, 'HINT_INVALID'],
    [{ fileFormat: 'parkett' }, 'HINT_INVALID'],
    [{ tableFormat: 'csv' }, 'HINT_INVALID'],
    [{ references: [{ columns: 'a' }] }, 'HINT_INVALID'],
    [{ references: [{ columns: ['a', 'b'], referencedTable: 't', referencedColumns: 'c' }] }, 'HINT_INVALID'],
    [
      { references: [{ columns: 'a', referencedTable: 't', referencedColumns: 'c', cardinality: 'some' }] },
      'HINT_INVALID',
    ],
    [{ nested: { kids: 'jason' } }, 'HINT_INVALID'],
    [{ nested: { kids: { nested: {} } } }, 'HINT_UNKNOWN'],
    [{ schemaContract: 'frozen' }, 'HINT_INVALID'],
    [{ schemaContract: { columns: 'freeze', rows: 'freeze' } }, 'HINT_INVALID'],
    [{ nested: { kids: { primarykey: 'id' } } }, 'HINT_UNKNOWN'],
    [{ nested: { 'a..b': {} } }, 'HINT_INVALID'],
    [{ nested: { kids: { cursor: 1 } } }, 'HINT_UNKNOWN'],
    [{ maxNesting: -1 }, 'HINT_INVALID'],
    [{ rootKey: 'yes' }, 'HINT_INVALID'],
    [{ cursor: { path: 'x' } }, 'HINT_INVALID'],
    [{ record: {} }, 'HINT_INVALID'],
    [{ table: 1 }, 'HINT_INVALID'],
    [[], 'HINT_INVALID'],
  ])('%j: %s', ([hints, code, remedy = /./]) => {
    expect(() => made(hints)).toThrow(
      expect.objectContaining({
        code,
        ...(code !== 'HINT_INVALID' && { remedy: expect.stringMatching(remedy) }),
      }),
    );
  });

  test('what is undefined was not said, annotations are free', () => {
    const hints = {
      primaryKey: undefined,
      'x-own': { a: 1 },
      cursor: incremental('n'),
      schemaContract: 'freeze',
    };
    expect(() => made(hints)).not.toThrow();
  });
});

test.for<[path: string, pieces: string[]]>([
  ['kids', ['kids']],
  ['kids.toys', ['kids', 'toys']],
  ['Kids List.toys', ['Kids List', 'toys']],
  ["'a.b'.c", ['a.b', 'c']],
  ['"it\'s" . x', ["it's", 'x']],
])('the nested path %s', ([path, pieces]) => {
  expect(nestedPath(path)).toEqual(pieces);
});

test.for(['', '.', 'a.', '.a', 'a..b', "'a'b", '"a'])('%j is no nested path', (path) => {
  expect(() => nestedPath(path)).toThrow(expect.objectContaining({ code: 'HINT_INVALID' }));
});

describe('hints laid over others', () => {
  const base = made({
    table: 't',
    primaryKey: 'id',
    writeDisposition: 'merge',
    columns: { id: { dataType: 'bigint' }, n: { dataType: 'text' } },
    references: [{ columns: 'a', referencedTable: 'o', referencedColumns: 'id' }],
    nested: { kids: { primaryKey: 'k' } },
    cursor: incremental('n'),
    'x-a': 1,
  });

  test.for<[what: string, hints: object, expected: object]>([
    ['undefined keeps', { primaryKey: undefined, table: undefined }, { primaryKey: 'id', table: 't' }],
    ['a value replaces', { primaryKey: ['a', 'b'] }, { primaryKey: ['a', 'b'] }],
    ['an empty text takes back', { primaryKey: '', table: '' }, { primaryKey: undefined, table: undefined }],
    ['an empty list takes back', { primaryKey: [] }, { primaryKey: undefined }],
    ['an empty object takes back', { nested: {}, columns: {} }, { nested: undefined, columns: undefined }],
    [
      'columns are merged',
      { columns: { n: { precision: 9 } } },
      { columns: { id: { dataType: 'bigint' }, n: { dataType: 'text', precision: 9 } } },
    ],
    ['nested hints are replaced as a whole', { nested: { toys: {} } }, { nested: { toys: {} } }],
    [
      'references are replaced by table',
      { references: [{ columns: 'b', referencedTable: 'p', referencedColumns: 'id' }] },
      { references: [{ referencedTable: 'o' }, { referencedTable: 'p' }] },
    ],
    ['annotations are added', { 'x-b': 2 }, { 'x-a': 1, 'x-b': 2 }],
    ['a cursor stays', { 'x-b': 2 }, { cursor: { path: 'n' } }],
  ])('%s', ([, hints, expected]) => {
    expect({
      nested: undefined,
      columns: undefined,
      ...base.with(hints as ResourceHints).hints,
    }).toMatchObject(Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined)));
    for (const [hint, value] of Object.entries(expected))
      if (value === undefined) expect(base.with(hints as ResourceHints).hints).not.toHaveProperty(hint);
  });

  test('leave the resource they are laid over as it was', () => {
    base.with({ primaryKey: 'other', columns: {} });
    expect(base.hints).toMatchObject({ primaryKey: 'id', columns: { id: { dataType: 'bigint' } } });
  });
});
