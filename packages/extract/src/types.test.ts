import { describe, expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import {
  type ColumnsOf,
  type Context,
  type Cursor,
  incremental,
  jsonSchema,
  type NameIn,
  type Resource,
  resource,
  type StandardSchema,
  source,
  transformer,
  withTable,
} from './index.ts';

interface Issue {
  id: number;
  title: string;
  at: Date;
}
declare const issueSchema: StandardSchema<Issue>;
const issues = [{ id: 1, title: 'a' }];

// What is checked here is checked by the compiler; nothing of it needs to run.
describe('types', () => {
  test('a resource knows its name and its records', () => {
    expectTypeOf(resource('a', issues)).toEqualTypeOf<Resource<'a', { id: number; title: string }>>();
    expectTypeOf(resource('a', {}, issues)).toEqualTypeOf<Resource<'a', { id: number; title: string }>>();
    expectTypeOf(resource('a', async () => issues)).toEqualTypeOf<
      Resource<'a', { id: number; title: string }>
    >();
    expectTypeOf(resource('a', [issues])).toEqualTypeOf<Resource<'a', { id: number; title: string }>>();
    const generated = resource('a', async function* () {
      yield { id: 1 };
    });
    expectTypeOf(generated).toEqualTypeOf<Resource<'a', { id: number }>>();
    const paged = resource('a', { primaryKey: 'id' }, function* () {
      yield [{ id: 1 }];
      yield null;
      yield withTable({ id: 2 }, 'b');
    });
    expectTypeOf(paged).toExtend<Resource<'a', { id: number }>>();
  });

  test('a schema says what records are, whatever is yielded', () => {
    const made = () => resource('a', { record: issueSchema }, [] as unknown[]);
    expectTypeOf(made).returns.toEqualTypeOf<Resource<'a', Issue>>();
    const later = () => resource('a', issues).with({ record: issueSchema });
    expectTypeOf(later).returns.toEqualTypeOf<Resource<'a', Issue>>();
  });

  test('a schema of zod says so all the way', () => {
    const Order = z.object({ id: z.coerce.number(), at: z.date(), tags: z.array(z.string()).default([]) });
    type Made = { id: number; at: Date; tags: string[] };
    const orders = resource('orders', { record: Order }, [{ id: '1' }] as unknown[]);
    expectTypeOf(orders).toEqualTypeOf<Resource<'orders', Made>>();
    orders.filter((order) => order.tags.length > 0).tap((order) => expectTypeOf(order).toEqualTypeOf<Made>());
    expectTypeOf(orders.map(({ at }) => at)).toEqualTypeOf<Resource<'orders', Date>>();
    expectTypeOf(orders.flatMap(({ tags }) => tags)).toEqualTypeOf<Resource<'orders', string>>();
    expectTypeOf(orders.with({ table: (order) => order.tags.join() })).toEqualTypeOf<typeof orders>();
    expectTypeOf(orders[Symbol.asyncIterator]).returns.toEqualTypeOf<AsyncGenerator<Made>>();
    const lines = transformer(
      'lines',
      { from: orders, record: z.object({ sku: z.string() }) },
      ({ tags }) => tags,
    );
    expectTypeOf(lines.map((line) => line)).toEqualTypeOf<Resource<'lines', { sku: string }>>();
    // @ts-expect-error orders have no name
    orders.map((order) => order.name);
  });

  test('hints beside a schema know its keys, and take other names of columns too', () => {
    expectTypeOf<ColumnsOf<Issue>>().toHaveProperty('title');
    expectTypeOf<NameIn<Issue>>().toExtend<string>();
    expectTypeOf<'id'>().toExtend<NameIn<Issue>>();
    expectTypeOf<ColumnsOf<{ kind: 'a'; x: 1 } | { kind: 'b'; y: 2 }>>().toHaveProperty('y');
    const columns = { title: { dataType: 'text' }, home__city: { nullable: false } } as const;
    const made = () =>
      resource('a', { record: issueSchema, columns, primaryKey: 'id', mergeKey: ['at'] }, []);
    expectTypeOf(made).returns.toEqualTypeOf<Resource<'a', Issue>>();
    const byRecord = () =>
      resource(
        'a',
        { record: issueSchema, table: () => 't', columns: () => ({ id: { dataType: 'bigint' } }) },
        [],
      );
    expectTypeOf(byRecord).returns.toEqualTypeOf<Resource<'a', Issue>>();
    // @ts-expect-error there is no such type
    const wrong = () => resource('a', { record: issueSchema, columns: { id: { dataType: 'int' } } }, []);
    expectTypeOf(wrong).toBeFunction();
  });

  test('a JSON Schema is told what records are', () => {
    expectTypeOf(jsonSchema<Issue>({ type: 'object' })).toEqualTypeOf<StandardSchema<Issue>>();
    const checked = () => jsonSchema((options) => ({ title: options.io }), issueSchema);
    expectTypeOf(checked).returns.toEqualTypeOf<StandardSchema<Issue>>();
    const made = () => resource('a', { record: jsonSchema<Issue>({ type: 'object' }) }, [] as unknown[]);
    expectTypeOf(made).returns.toEqualTypeOf<Resource<'a', Issue>>();
  });

  test('steps change what records are', () => {
    const made = resource('a', issues);
    expectTypeOf(made.map(({ id }) => ({ key: id }))).toEqualTypeOf<Resource<'a', { key: number }>>();
    expectTypeOf(made.map(async ({ id }) => (id > 1 ? { id } : null))).toEqualTypeOf<
      Resource<'a', { id: number }>
    >();
    expectTypeOf(made.flatMap(({ id, title }) => [id, title])).toEqualTypeOf<
      Resource<'a', string | number>
    >();
    expectTypeOf(
      made.flatMap(function* ({ id }) {
        yield { id };
      }),
    ).toEqualTypeOf<Resource<'a', { id: number }>>();
    expectTypeOf(
      made
        .limit(1)
        .tap(() => {})
        .filter(({ id }) => id),
    ).toEqualTypeOf<typeof made>();
    expectTypeOf(made.as('b')).toEqualTypeOf<Resource<'b', { id: number; title: string }>>();
    const mixed = resource('a', [1, 'a'] as (number | string)[]);
    expectTypeOf(mixed.filter((value) => typeof value === 'string')).toEqualTypeOf<Resource<'a', string>>();
    expectTypeOf(made.with({ table: (row) => row.title })).toEqualTypeOf<typeof made>();
    // @ts-expect-error records have no such field
    made.with({ table: (row) => row.kind });
  });

  test('iterating gives records', () => {
    expectTypeOf(resource('a', issues)[Symbol.asyncIterator]).returns.toEqualTypeOf<
      AsyncGenerator<{ id: number; title: string }>
    >();
  });

  test('the cursor has the type of its values', () => {
    resource('a', { cursor: incremental('at', { initialValue: '2024-01-01' }) }, ({ cursor }) => {
      expectTypeOf(cursor).toEqualTypeOf<Cursor<string>>();
      expectTypeOf(cursor.startValue).toEqualTypeOf<string>();
      return issues;
    });
    resource('a', { cursor: incremental('at', { initialValue: new Date(0) }) }, async function* ({ cursor }) {
      expectTypeOf(cursor.startValue).toEqualTypeOf<Date>();
      yield issues;
    });
    resource('a', { cursor: incremental<number>('at') }, ({ cursor }) => {
      expectTypeOf(cursor.startValue).toEqualTypeOf<number | undefined>();
      return issues;
    });
    resource('a', (context) => {
      expectTypeOf(context).toEqualTypeOf<Context>();
      expectTypeOf(context.cursor).toEqualTypeOf<undefined>();
      return issues;
    });
  });

  test('a transformer takes the records of its parent', () => {
    const parent = resource('p', issues);
    const one = transformer('t', { from: parent, concurrency: 8 }, async (issue, { signal }) => {
      expectTypeOf(issue).toEqualTypeOf<{ id: number; title: string }>();
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
      return [{ issue: issue.id }];
    });
    expectTypeOf(one.map((row) => row)).toEqualTypeOf<Resource<'t', { issue: number }>>();
    const many = transformer('t', { from: parent }, function* (issue) {
      yield { n: issue.id };
    });
    expectTypeOf(many.map((row) => row)).toEqualTypeOf<Resource<'t', { n: number }>>();
    const paged = transformer('t', { from: parent, pages: true }, (page) => [page].flat().length);
    expectTypeOf(paged.map((row) => row)).toEqualTypeOf<Resource<'t', number>>();
    const loose = transformer('t', {}, (text: { title: string }) => text.title);
    expectTypeOf(parent.pipe(loose)).toEqualTypeOf<Resource<'t', string>>();
    const other = transformer('t', {}, (text: { name: string }) => text.name);
    // @ts-expect-error the records have no name
    parent.pipe(other);
  });

  test('a source knows its resources', () => {
    const made = source('s', () => [resource('a', issues), resource('b', [1])]);
    expectTypeOf(made().resources.a).toEqualTypeOf<Resource<'a', { id: number; title: string }>>();
    expectTypeOf(made().select('b').resources).toEqualTypeOf<{ readonly b: Resource<'b', number> }>();
    // @ts-expect-error there is no such resource
    const select = () => made().select('c');
    expectTypeOf(select).toBeFunction();
    const later = source('s', async (_, args: { org: string }) => [resource(`a_${args.org}`, issues)]);
    expectTypeOf(later).parameters.toEqualTypeOf<[args: { org: string }]>();
  });
});
