/**
 * One expression for each published package, evaluated in an empty project that has installed nothing else; `it` is
 * the imported module. The result is compared as JSON.
 */
export const smokeLines: Readonly<Record<string, { run: string; gives: unknown }>> = {
  '@sluice/schema': {
    run: `it.datasetName('My Data', it.namingConvention('snake_case', null, it.portableRuntime))`,
    gives: 'my_data',
  },
  '@sluice/state': {
    run: `it.sourceState(it.newState({ pipeline_name: 'p', dataset_name: 'd', destination_type: 't' }), 's')`,
    gives: {},
  },
  '@sluice/normalize': {
    run: `it.nestedRowId('parent', 'table', 0, { shake128: (text) => text })`,
    gives: 'parent_table_0',
  },
  '@sluice/extract': {
    run: `Array.fromAsync(it.resource('r', {}, () => [{ a: 1 }]).map(({ a }) => ({ a: a + 1 })))`,
    gives: [{ a: 2 }],
  },
  '@sluice/formats': { run: `it.encoderFor('parquet').format`, gives: 'parquet' },
  '@sluice/load': { run: `it.toLoadId(1_700_000_000_500_000)`, gives: '1700000000.5' },
  '@sluice/sql': {
    run: `it.sqlContext({ quote: (name) => '<' + name + '>' }, 'd').table('t')`,
    gives: '<d>.<t>',
  },
  '@sluice/dataset': {
    run: `it.dataset(async () => ({ query: async () => ({ columns: [{ name: 'n' }], rows: [[1]] }), close() {} })).query('')`,
    gives: [{ n: 1 }],
  },
  '@sluice/pipeline': { run: `typeof it.pipeline`, gives: 'function' },
  '@sluice/destination-duckdb': {
    run: `it.duckdb(':memory:').open({ dataset: 'd' }).then((db) => db.query('SELECT 6 * 7')).then(({ rows }) => rows)`,
    gives: [[42]],
  },
  '@sluice/destination-postgres': {
    run: `it.postgres('postgresql://ann:secret@db/shop').location`,
    gives: 'db:5432/shop',
  },
  sluice: { run: `it.withTable({ a: 1 }, 't') && typeof it.pipeline`, gives: 'function' },
};
