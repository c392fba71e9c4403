import { foldName, rulesUnder } from '@sluice/load';
import type { PipelineOptions, RunOptions } from 'sluice';
import { expect, test } from 'vitest';
import { describeEngines } from '../engines.ts';
import { workspace } from '../workspace.ts';
import { hostileNames } from './names.ts';

/** What is refused, where it is named, and why. */
interface Refusal {
  readonly what: string;
  readonly naming?: string;
  readonly options?: RunOptions;
  readonly records: readonly object[];
  readonly code: string;
  readonly place: object;
}

const nul = 'a\u0000b';

const everywhere: readonly Refusal[] = [
  ...['direct', 'duck_case'].map((naming) => ({
    what: `a column with U+0000, ${naming}`,
    naming,
    records: [{ id: 1, [nul]: 1 }],
    code: 'IDENTIFIER_UNSUPPORTED',
    place: { schema: 'test', table: 't', column: nul },
  })),
  {
    what: 'a table with U+0000',
    naming: 'direct',
    options: { table: nul },
    records: [{ id: 1 }],
    code: 'IDENTIFIER_UNSUPPORTED',
    place: { schema: 'test', table: nul },
  },
  {
    what: 'a nested table with U+0000',
    naming: 'direct',
    records: [{ id: 1, [nul]: [1] }],
    code: 'IDENTIFIER_UNSUPPORTED',
    place: { schema: 'test', table: `t▶${nul}` },
  },
  {
    what: 'a table of which nothing is left but separators',
    naming: 'direct',
    options: { table: '▶' },
    records: [{ id: 1 }],
    code: 'TABLE_NAME_EMPTY',
    place: {},
  },
];

const byEngine: Readonly<Record<string, readonly Refusal[]>> = {
  duckdb: [
    {
      what: 'columns that differ by case',
      naming: 'direct',
      records: [{ Name: 1, name: 2 }],
      code: 'IDENTIFIER_COLLISION',
      place: { schema: 'test', table: 't' },
    },
    {
      what: 'a column called as one of the format, but for its case',
      naming: 'direct',
      records: [{ _DLT_ID: 1 }],
      code: 'IDENTIFIER_COLLISION',
      place: { schema: 'test', table: 't' },
    },
    {
      what: 'tables that differ by case',
      naming: 'direct',
      options: { table: 'T' },
      records: [{ id: 1 }, { id: 2, x: [{ y: 1 }], X: [{ y: 1 }] }],
      code: 'IDENTIFIER_COLLISION',
      place: { schema: 'test' },
    },
  ],
  postgres: [
    ...['ctid', 'xmin', 'cmin', 'xmax', 'cmax', 'tableoid', 'CTID'].map((name) => ({
      what: `a column called ${name}`,
      records: [{ id: 1, [name]: 1 }],
      code: 'IDENTIFIER_UNSUPPORTED',
      place: { schema: 'test', table: 't', column: name.toLowerCase() },
    })),
    {
      what: 'a nested column called xmin',
      naming: 'direct',
      records: [{ id: 1, l: [{ xmin: 1 }] }],
      code: 'IDENTIFIER_UNSUPPORTED',
      place: { schema: 'test', table: 't▶l', column: 'xmin' },
    },
  ],
};

const datasets: Readonly<Record<string, readonly (readonly [Partial<PipelineOptions>, string, string])[]>> = {
  duckdb: [
    [{ dataset: 'Information Schema' }, 'IDENTIFIER_UNSUPPORTED', 'information_schema'],
    [{ dataset: 'PG_CATALOG', naming: 'direct' }, 'IDENTIFIER_UNSUPPORTED', 'PG_CATALOG'],
  ],
  postgres: [
    [{ dataset: 'pg_sync' }, 'IDENTIFIER_UNSUPPORTED', 'pg_sync'],
    [{ dataset: 'PG_sync', normalizeDataset: false }, 'IDENTIFIER_UNSUPPORTED', 'pg_sync'],
    [{ dataset: 'information_schema' }, 'IDENTIFIER_UNSUPPORTED', 'information_schema'],
    [{ dataset: 'é'.repeat(32), normalizeDataset: false }, 'IDENTIFIER_TOO_LONG', 'é'.repeat(32)],
    // 63 bytes as it is written, 64 as it is stored.
    [
      { dataset: `${'x'.repeat(61)}İ`, normalizeDataset: false },
      'IDENTIFIER_TOO_LONG',
      `${'x'.repeat(61)}i\u0307`,
    ],
  ],
};

describeEngines((engine, name) => {
  test.each([...everywhere, ...(byEngine[name] ?? [])])(
    '$what is refused, and nothing is sealed or written',
    async ({ naming = 'snake_case', options, records, code, place }) => {
      const { open } = await workspace(engine);
      const pipeline = open({ naming });
      await expect(pipeline.run([...records], { table: 't', ...options })).rejects.toMatchObject({
        code,
        place,
        remedy: expect.stringMatching(/\w/),
      });
      expect(await pipeline.pending()).toEqual([]);
      expect(await pipeline.dataset().tables()).toEqual([]);
      await pipeline.run([{ id: 1 }], { table: 'others' });
      expect(await pipeline.dataset().rowCounts()).toEqual({ others: 1 });
    },
  );

  test.each([
    ...(datasets[name] ?? []),
    [{ dataset: nul, naming: 'direct' }, 'IDENTIFIER_UNSUPPORTED', nul],
  ] as const)('the dataset %j is refused when the pipeline is made', async (options, code, dataset) => {
    const { open } = await workspace(engine);
    expect(() => open(options)).toThrow(expect.objectContaining({ code, place: { dataset } }));
  });

  test('names are one or two where the database says so', async () => {
    const { destination } = await workspace(engine);
    const rules = rulesUnder('direct', destination().capabilities.identifiers);
    const connection = await destination().open({ dataset: 'main', keepsCase: true });
    const names = hostileNames.case ?? [];
    const { quote } = connection.names;
    try {
      for (const [index, one] of names.entries())
        for (const other of names.slice(index + 1)) {
          const query = `SELECT ${quote(other)} FROM (SELECT 1 AS ${quote(one)}) AS x`;
          const isOne = await connection.query(query).then(
            () => true,
            () => false,
          );
          expect([one, other, foldName(one, rules) === foldName(other, rules)]).toEqual([one, other, isOne]);
        }
    } finally {
      await connection.close();
    }
  });
});
