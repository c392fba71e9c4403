import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  describe as describeSchema,
  incremental,
  type Logger,
  resource,
  silentLogger,
  source,
  withHints,
  withTable,
} from 'sluice';
import { describe, expect, test } from 'vitest';
import { rowsOf, workspace } from './workspace.ts';

/** Remembers what it is warned of. */
function listening(): { logger: Logger; warnings: string[] } {
  const warnings: string[] = [];
  return { warnings, logger: { ...silentLogger, warn: (message) => warnings.push(message) } };
}

type Opened = ReturnType<Awaited<ReturnType<typeof workspace>>['open']>;

function column(opened: Opened, table: string, name: string) {
  return opened.schema?.tables.get(table)?.columns.get(name);
}

describe('names', () => {
  test('hints and cursors take those of the source, the dataset has its own', async () => {
    const { open } = await workspace();
    const users = (rows: object[]) =>
      resource(
        'Users',
        {
          primaryKey: 'userId',
          writeDisposition: 'merge',
          cursor: incremental('updatedAt'),
          columns: { userName: { dataType: 'text', nullable: false } },
          nested: { favoritePets: { columns: { petName: { description: 'as called at home' } } } },
        },
        rows,
      );
    await open().run(
      users([{ userId: 1, userName: 'Ada', updatedAt: 1, favoritePets: [{ petName: 'Rex' }] }]),
    );
    const opened = open();
    await opened.run(
      users([
        { userId: 1, userName: 'Ada L.', updatedAt: 2, favoritePets: [{ petName: 'Mia' }] },
        { userId: 2, userName: 'too old', updatedAt: 0 },
      ]),
    );
    expect(await rowsOf(opened, 'users', 'user_id')).toEqual([
      { user_name: 'Ada L.', user_id: 1, updated_at: 2 },
    ]);
    expect(await rowsOf(opened, 'users__favorite_pets', 'pet_name')).toEqual([{ pet_name: 'Mia' }]);
    expect(column(opened, 'users__favorite_pets', 'pet_name')?.description).toBe('as called at home');
    expect(column(opened, 'users', 'updated_at')?.incremental).toBe(true);
    expect(opened.state?.sources?.test?.resources?.Users?.incremental).toHaveProperty('updatedAt');
  });

  test('hints of a nested table meet its rows, even where names are cut', async () => {
    const { open } = await workspace();
    const key = 'aVeryLongNameOfAListThatNoDatabaseWillTakeAsItIsBecauseItIsTooLong'.repeat(4);
    const opened = open();
    const nested = { [key]: { columns: { n: { dataType: 'text' } } } } as const;
    await opened.run(resource('t', { nested }, [{ [key]: [{ n: 1 }] }]));
    const names = [...(opened.schema?.tables.keys() ?? [])].filter((name) => name.startsWith('t__'));
    expect(names).toHaveLength(1);
    expect(column(opened, names[0] ?? '', 'n')?.data_type).toBe('text');
  });

  test('hints of a nested table meet the rows of a key that is spelled with a separator', async () => {
    const { open } = await workspace();
    const opened = open();
    await opened.run(
      resource('t', { nested: { kids__list: { columns: { n: { dataType: 'text' } } } } }, [
        { kids__list: [{ n: 1 }] },
      ]),
    );
    expect(await rowsOf(opened, 't__kids__list', 'n')).toEqual([{ n: '1' }]);
    expect(opened.schema?.tables.has('t__kids_list')).toBe(false);
  });
});

test('a source gives each of its tables a prefix', async () => {
  const { open } = await workspace();
  const shop = source('shop', () => [resource('orders', [{ id: 1 }]), resource('users', [{ id: 2 }])]);
  const { tables } = await open().run(shop().with(({ name }) => ({ table: `shop_${name}` })));
  expect(Object.keys(tables)).toEqual(['shop_orders', 'shop_users']);
});

describe('settings', () => {
  const settings = {
    preferredTypes: { 're:_ts$': 'timestamp', billing__rawData: 'json' },
    defaultHints: { sort: ['re:_ts$'], cluster: ['countryCode'], notNull: ['id'] },
  } as const;
  const shop = (rows: object[], columns = {}) =>
    source('shop', { settings }, () => [resource('orders', { columns }, rows)])();

  test('give columns that appear later their hints and types, by pattern', async () => {
    const { open } = await workspace();
    await open().run(shop([{ id: 1 }]));
    const opened = open();
    await opened.run(
      shop([{ id: 2, paid_ts: 1704067200, countryCode: 'DE', billing: { rawData: { a: 1 } } }]),
    );
    expect(column(opened, 'orders', 'paid_ts')).toMatchObject({ data_type: 'timestamp', sort: true });
    expect(column(opened, 'orders', 'country_code')).toMatchObject({ cluster: true });
    expect(column(opened, 'orders', 'billing__raw_data')).toMatchObject({ data_type: 'json' });
    expect(column(opened, 'orders', 'id')).toMatchObject({ nullable: false });
    expect(opened.schema?.settings).toMatchObject({
      preferred_types: { 're:_ts$': 'timestamp', billing__raw_data: 'json' },
      default_hints: { sort: ['re:_ts$'], cluster: ['country_code'] },
    });
  });

  test('leave declared columns alone, and complete those that only have hints', async () => {
    const { open } = await workspace();
    const opened = open();
    const columns = { paid_ts: { dataType: 'bigint' }, sent_ts: { description: 'when it left' } } as const;
    await opened.run(shop([{ id: 1, paid_ts: 5, sent_ts: 5 }], columns));
    expect(column(opened, 'orders', 'paid_ts')).toEqual({ name: 'paid_ts', data_type: 'bigint' });
    expect(column(opened, 'orders', 'sent_ts')).toMatchObject({
      data_type: 'timestamp',
      sort: true,
      description: 'when it left',
    });
  });

  test('hold as long as the source has them; what a run or loose resources said stays in the schema', async () => {
    const { open } = await workspace();
    await open().run(shop([{ id: 1 }]));
    const opened = open();
    const plain = source('shop', () => [resource('orders', [{ id: 2, paid_ts: 5 }])]);
    await opened.run(plain());
    expect(column(opened, 'orders', 'paid_ts')).toMatchObject({ data_type: 'bigint' });
    expect(opened.schema?.settings).not.toHaveProperty('preferred_types');
    const loose = (rows: object[], options = {}) =>
      opened.run(rows, { table: 't', schemaName: 'own', ...options });
    await loose([{ id: 1 }], { schemaContract: 'evolve' });
    await loose([{ id: 1 }]);
    expect(opened.schemas.get('own')?.settings.schema_contract).toBe('evolve');
  });

  test('of a schema file hold, whatever the source says besides', async () => {
    const { open, folder } = await workspace();
    const files = { schemaFiles: { import: join(folder, 'schemas') }, logger: silentLogger };
    const plain = (rows: object[]) => source('shop', () => [resource('orders', rows)])();
    await open(files).run(plain([{ id: 1 }]));
    const file = join(folder, 'schemas', 'shop.schema.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace('settings:\n', () => "settings:\n  preferred_types:\n    're:_ts$': timestamp\n"),
    );
    const opened = open(files);
    await opened.run(plain([{ id: 2, paid_ts: 1704067200 }]));
    await opened.run(plain([{ id: 3, sent_ts: 1704067200 }]));
    expect(column(opened, 'orders', 'paid_ts')?.data_type).toBe('timestamp');
    expect(column(opened, 'orders', 'sent_ts')?.data_type).toBe('timestamp');
  });

  test('of one source are not those of another that shares its schema', async () => {
    const { open } = await workspace();
    const one = source('shop', { maxNesting: 0 }, () => [resource('flat', [{ id: 1, list: [1] }])]);
    const two = source('shop', () => [resource('deep', [{ id: 1, list: [1] }])]);
    await open().run([one(), two()]);
    expect(await open().dataset().rowCounts()).toEqual({ flat: 1, deep: 1, deep__list: 1 });
  });

  test('hand values down to nested rows', async () => {
    const { open } = await workspace();
    const opened = open();
    const propagation = { root: { orderDay: 'Day' }, tables: { orders__lines: { sku: 'line_sku' } } };
    const rows = [{ id: 1, orderDay: 'Mon', lines: [{ sku: 'A', parts: [{ n: 1 }] }] }];
    await opened.run(source('shop', { settings: { propagation } }, () => [resource('orders', rows)])());
    expect(await rowsOf(opened, 'orders__lines', 'sku')).toEqual([{ sku: 'A', day: 'Mon' }]);
    expect(await rowsOf(opened, 'orders__lines__parts', 'n')).toEqual([{ n: 1, day: 'Mon', line_sku: 'A' }]);
    expect(opened.schema?.normalizers.json.config?.propagation).toEqual({
      root: { order_day: 'day' },
      tables: { orders__lines: { sku: 'line_sku' } },
    });
  });
});

describe('what is stored', () => {
  test('descriptions, annotations and references of tables and columns', async () => {
    const { open } = await workspace();
    const opened = open();
    await opened.run(
      resource(
        'orders',
        {
          description: 'what was bought',
          'x-owner': { team: 'shop' },
          columns: { mail: { description: 'of the buyer', 'x-pii': true } },
          references: [
            {
              columns: 'user',
              referencedTable: 'users',
              referencedColumns: 'id',
              cardinality: 'many_to_one',
            },
          ],
          nested: {
            lines: {
              description: 'one per item',
              references: [{ columns: 'sku', referencedTable: 'items', referencedColumns: 'sku' }],
            },
          },
        },
        [{ mail: 'a@b', user: 1, lines: [{ sku: 'A' }] }],
      ),
    );
    const { tables } = opened.schema ?? { tables: new Map() };
    expect(tables.get('orders')).toMatchObject({
      description: 'what was bought',
      'x-owner': { team: 'shop' },
      references: [{ columns: ['user'], referenced_table: 'users', cardinality: 'many_to_one' }],
    });
    expect(column(opened, 'orders', 'mail')).toMatchObject({ description: 'of the buyer', 'x-pii': true });
    expect(tables.get('orders__lines')).toMatchObject({
      parent: 'orders',
      description: 'one per item',
      references: [{ columns: ['sku'], referenced_table: 'items' }],
    });
  });

  test('keys of a later run replace those of an earlier one; what is no longer said stays', async () => {
    const { open } = await workspace();
    const run = (hints: object) => {
      const opened = open();
      return opened.run([{ a: 1, b: 2 }], { table: 't', ...hints }).then(() => opened);
    };
    await run({ primaryKey: ['a', 'b'], columns: { a: { cluster: true, sort: true } } });
    const later = await run({ primaryKey: 'b', columns: { b: { cluster: true, sort: true } } });
    expect(column(later, 't', 'a')).toMatchObject({ sort: true, nullable: false });
    expect(column(later, 't', 'a')).not.toHaveProperty('primary_key');
    expect(column(later, 't', 'a')).not.toHaveProperty('cluster');
    expect(column(later, 't', 'b')).toMatchObject({ primary_key: true, cluster: true, sort: true });
    const silent = await run({});
    expect(column(silent, 't', 'b')).toMatchObject({ primary_key: true, cluster: true, sort: true });
  });

  test('a nesting limit does not make a table forget that it had data', async () => {
    const { open } = await workspace();
    const replaced = (rows: object[]) =>
      resource('t', { writeDisposition: 'replace', maxNesting: 1 }, function* () {
        yield rows;
      });
    await open().run(replaced([{ id: 1 }]));
    await open().run(replaced([]));
    expect(await open().dataset().rowCounts()).toEqual({ t: 0 });
  });
});

describe('records choose', () => {
  test('their table and its hints', async () => {
    const { open } = await workspace();
    const opened = open();
    const events = resource('events', [
      { kind: 'click', key: 'x', y: 1, x: 2, list: [{ n: 1 }] },
      { kind: 'view', key: 'y', y: 3, x: 4, list: [{ n: 2 }] },
    ]).with({
      table: ({ kind }) => `events_${kind}`,
      primaryKey: ({ key }) => key,
      description: ({ kind }) => `all of kind ${kind}`,
      nested: ({ kind }) => (kind === 'click' ? { list: 'json' } : {}),
    });
    await opened.run(events);
    expect(opened.schema?.tables.get('events_click')?.description).toBe('all of kind click');
    expect(column(opened, 'events_click', 'x')).toMatchObject({ primary_key: true });
    expect(column(opened, 'events_view', 'y')).toMatchObject({ primary_key: true });
    expect(await rowsOf(opened, 'events_click', 'x')).toMatchObject([{ list: [{ n: 1 }] }]);
    expect(await opened.dataset().rowCounts()).toEqual({
      events_click: 1,
      events_view: 1,
      events_view__list: 1,
    });
  });

  test('a variant of the table, with hints of its own', async () => {
    const { open } = await workspace();
    const opened = open();
    const variant = { table: 'Big Orders', primaryKey: 'id', columns: { n: { dataType: 'text' } } } as const;
    await opened.run(
      resource('orders', { columns: { n: { description: 'how many' } } }, [
        { id: 1, n: 1 },
        withHints({ id: 2, n: 2 }, variant, { variant: true }),
        withTable({ id: 3, n: 3 }, 'Big Orders'),
      ]),
    );
    expect(await rowsOf(opened, 'orders')).toEqual([{ id: 1, n: 1 }]);
    expect(await rowsOf(opened, 'big_orders')).toEqual([
      { n: '2', id: 2 },
      { n: '3', id: 3 },
    ]);
    expect(opened.schema?.tables.get('big_orders')).toMatchObject({
      resource: 'orders',
      variant_name: 'Big Orders',
    });
    expect(column(opened, 'big_orders', 'n')).toMatchObject({ description: 'how many' });
  });

  test('nothing about how they are read', async () => {
    const { open } = await workspace();
    const marked = withHints({ id: 1 }, { selected: false } as { table?: string });
    await expect(open().run(resource('t', [marked]))).rejects.toMatchObject({ code: 'HINT_UNKNOWN' });
  });

  test('that something stays whole from now on', async () => {
    const { open } = await workspace();
    const opened = open();
    await opened.run(
      resource('t', [
        { id: 1, a: { b: 1 } },
        withHints({ id: 2, a: { b: 2 } }, { nested: { a: 'json' } }),
        { id: 3, a: { b: 3 } },
      ]),
    );
    expect(await rowsOf(opened, 't')).toMatchObject([
      { id: 1, a: null, a__b: 1 },
      { id: 2, a: { b: 2 }, a__b: null },
      { id: 3, a: { b: 3 }, a__b: null },
    ]);
  });
});

describe('nesting', () => {
  const record = {
    id: 1,
    user: { name: 'Ada', plan: { tier: 'pro', limits: [1, 2] } },
    lines: [{ sku: 'A', meta: { tags: ['x'] }, parts: [{ n: 1 }] }],
    raw: [{ any: { thing: [1] } }],
  };
  const nested = {
    raw: 'json',
    user: 'flatten',
    'user.plan': 'json',
    lines: { columns: { sku: { description: 'what it is' } } },
    'lines.meta': 'json',
  } as const;

  test('is decided path by path, and stays so without the hints', async () => {
    const { open } = await workspace();
    await open().run(resource('orders', { nested }, [record]));
    const opened = open();
    await opened.run(resource('orders', [{ ...record, id: 2 }]));
    expect(await rowsOf(opened, 'orders')).toMatchObject([
      { id: 1, raw: record.raw, user__name: 'Ada', user__plan: record.user.plan },
      { id: 2, raw: record.raw, user__name: 'Ada', user__plan: record.user.plan },
    ]);
    expect(await rowsOf(opened, 'orders__lines', 'sku')).toMatchObject([
      { sku: 'A', meta: { tags: ['x'] } },
      { sku: 'A', meta: { tags: ['x'] } },
    ]);
    expect(await opened.dataset().tables()).toEqual(['orders', 'orders__lines', 'orders__lines__parts']);
  });

  test('of what is JSON in the dataset already cannot be changed by hints: that is said', async () => {
    const { open } = await workspace();
    await open().run(resource('orders', { nested: { lines: 'json' } }, [record]));
    const { logger, warnings } = listening();
    await open({ logger }).run(resource('orders', { nested: { lines: 'table' } }, [record]));
    expect(warnings).toEqual([expect.stringContaining('HINT_UNUSED')]);
    expect(await open().dataset().rowCounts()).not.toHaveProperty('orders__lines');
  });

  test('that cannot be stops the run before anything is loaded, and says where', async () => {
    const { open } = await workspace();
    const orders = resource('orders', { nested: { "lines.'a.b'": 'json' } }, [record]);
    await expect(open().run(orders)).rejects.toMatchObject({
      code: 'NESTING_CONFLICT',
      place: { source: 'test', resource: 'orders', path: 'lines."a.b"' },
    });
    expect(await open().dataset().tables()).toEqual([]);
  });

  test('a resource asks for the root key', async () => {
    const { open } = await workspace();
    const opened = open();
    await opened.run(resource('orders', { rootKey: true }, [record]));
    await opened.run(resource('others', [record]));
    const [root] = await opened.dataset().table('orders').rows();
    const [part] = await opened.dataset().table('orders__lines__parts').rows();
    expect(part?._dlt_root_id).toBe(root?._dlt_id);
    expect(column(opened, 'others__lines', '_dlt_root_id')).toBeUndefined();
  });
});

test('replacing with records that are all left out empties the table', async () => {
  const { open } = await workspace();
  const run = (rows: object[]) =>
    open().run(
      resource(
        't',
        {
          writeDisposition: 'replace',
          schemaContract: { data_type: 'discard_row' },
          columns: { n: { dataType: 'bigint' } },
        },
        rows,
      ),
    );
  await run([{ n: 1, kids: [{ k: 1 }] }]);
  const { tables } = await run([{ n: 'no number' }]);
  expect(tables.t).toMatchObject({ rows: 0 });
  expect(await open().dataset().rowCounts()).toEqual({ t: 0, t__kids: 0 });
});

test('a nested table is written as its root table is, whatever it says itself', async () => {
  const { open } = await workspace();
  const run = (id: number) =>
    open({ logger: silentLogger }).run(
      resource('t', { nested: { kids: { writeDisposition: 'replace' } } }, [{ id, kids: [{ n: id }] }]),
    );
  await run(1);
  await run(2);
  expect(await open().dataset().rowCounts()).toEqual({ t: 2, t__kids: 2 });
});

test('what is probably not meant is said: columns without a type, hints without effect', async () => {
  const { open } = await workspace();
  const { logger, warnings } = listening();
  await open({ logger }).run(
    resource(
      't',
      { columns: { never: { unique: true } }, nested: { kids: { writeDisposition: 'replace' } } },
      [{ id: 1, empty: null }],
    ),
  );
  expect(warnings).toEqual([
    expect.stringMatching(/^\[HINT_UNUSED\] The write disposition of a nested table.*"t__kids"/),
    expect.stringMatching(/^\[COLUMN_ONLY_NULL\] .*"empty"/),
    expect.stringMatching(/^\[COLUMN_NEVER_SEEN\] .*"never"/),
  ]);
});

test('what is probably not meant is said once, however often records say it', async () => {
  const { open } = await workspace();
  const { logger, warnings } = listening();
  const rows = [1, 2, 3].map((id) =>
    withHints({ id }, { nested: { kids: { writeDisposition: 'replace' } }, 'x-row': id }),
  );
  await open({ logger }).run(resource('t', rows));
  expect(warnings).toEqual([expect.stringContaining('HINT_UNUSED')]);
});

test('the schema that hints define is the one that a load starts from', async () => {
  const { open } = await workspace();
  const shop = source('shop', { settings: { preferredTypes: { 're:_ts$': 'timestamp' } } }, () => [
    resource('orders', { primaryKey: 'orderId', nested: { lines: { description: 'items' } } }, [
      { orderId: 1, lines: [{ sku: 'A' }] },
    ]),
    resource('events', [{ kind: 'Click' }]).with({ table: ({ kind }) => kind }),
    resource('unused', { selected: false }, []),
  ]);
  expect([...shop().schema.tables.keys()]).toEqual(['_dlt_version', '_dlt_loads', 'orders', 'orders__lines']);
  const described = await describeSchema(shop, { records: { events: { kind: 'Click' } } });
  expect([...described.tables.keys()]).toContain('click');
  const opened = open();
  await opened.run(shop());
  const loaded = opened.schemas.get('shop');
  expect(loaded?.settings).toEqual(described.settings);
  for (const [name, { columns, ...table }] of described.tables) {
    expect(loaded?.tables.get(name)).toMatchObject(table);
    for (const [column, hints] of columns)
      expect(loaded?.tables.get(name)?.columns.get(column)).toMatchObject(hints);
  }
  expect(resource('Some Name', { primaryKey: 'id' }, []).schema).toMatchObject({ name: 'some_name' });
});
