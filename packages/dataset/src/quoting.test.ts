import type { Connection, QueryParameter, QueryResult } from '@sluice/load';
import { expect, test } from 'vitest';
import { relation } from './relation.ts';

test('names are quoted, values are parameters, whatever is asked of a relation', async () => {
  const asked: { sql: string; params: readonly QueryParameter[] }[] = [];
  const nothing: QueryResult = { columns: [], rows: [] };
  const connection = {
    names: {
      quote: (name: string) => `⟦${name}⟧`,
      table: (name: string) => `⟦${name}⟧`,
      parameter: (position: number) => `$${position}`,
    },
    async query(sql: string, params: readonly QueryParameter[] = []) {
      asked.push({ sql, params });
      return nothing;
    },
    async *batches(sql: string, params: readonly QueryParameter[] = []) {
      asked.push({ sql, params });
      yield nothing;
    },
    async close() {},
  } as unknown as Connection;

  const all = relation(async () => connection, 'name!table')
    .where('name!c', 'eq', 'value!1')
    .where('name!d', 'in', ['value!2', 'value!3'])
    .where('name!e', 'ne', null)
    .orderBy('name!f', 'value!4' as never)
    .limit('value!5' as never)
    .select('name!a', 'name!b');
  await all.rows();
  await all.count();
  expect(asked).toHaveLength(2);
  for (const { sql, params } of asked) {
    expect(sql.replaceAll(/⟦name![^⟦⟧]*⟧/g, '')).not.toContain('name!');
    expect(sql).not.toContain('value!');
    expect(params).toEqual(['value!1', 'value!2', 'value!3']);
  }
});
