import { execFile } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type GenerateOptions, generateInterfaces, generateZod, type Schema } from '@sluice/schema';
import { decimal, resource, source } from 'sluice';
import { describe, expect, test } from 'vitest';
import type { ZodType } from 'zod';
import { workspace } from './workspace.ts';

const exec = promisify(execFile);
const packageFolder = join(import.meta.dirname, '..');

/** One row of every type, and one of nulls, in tables whose names and texts mean harm. */
const shop = source('shop', () => [
  resource(
    'orders',
    {
      description: 'what was */ bought\nline by line',
      columns: {
        id: { dataType: 'bigint', nullable: false, description: 'says "id" */' },
        amount: { dataType: 'decimal', precision: 20, scale: 2 },
        wide: { dataType: 'wei' },
        day: { dataType: 'date' },
        time: { dataType: 'time' },
        seen: { dataType: 'timestamp' },
        clock: { dataType: 'timestamp', timezone: false },
        raw: { dataType: 'binary' },
        any: { dataType: 'json' },
        ratio: { dataType: 'double' },
        ok: { dataType: 'bool' },
        'odd "key"': { dataType: 'text' },
        class: { dataType: 'text' },
        ['__proto__']: { dataType: 'text' },
      },
    },
    [
      {
        id: 2n ** 60n,
        amount: decimal('-12.50'),
        wide: 12345678901234567890n,
        day: '2024-01-31',
        time: '23:59:59.000001',
        seen: '2024-01-31T23:59:59.000001+02:00',
        clock: '2024-01-31T23:59:59',
        raw: Uint8Array.of(1, 2),
        any: { big: 2n ** 60n, list: [1, 'a', null] },
        ratio: 0.5,
        ok: true,
        'odd "key"': 'x',
        class: 'y',
        ['__proto__']: 'z',
        lines: [{ sku: 'A', parts: [{ n: 1 }] }],
        tags: ['a', 'b'],
        uint8_array: [{ n: 1 }],
      },
      { id: 1 },
    ],
  ),
]);

async function loadedShop() {
  const { open, folder } = await workspace();
  const opened = open({ naming: 'direct' });
  await opened.run(shop());
  const schema = opened.schemas.get('shop');
  if (!schema) throw new Error('nothing was loaded');
  await symlink(join(packageFolder, 'node_modules'), join(folder, 'node_modules'));
  return { schema, folder, dataset: opened.dataset() };
}

const tables = ['orders', 'orders▶lines', 'orders▶lines▶parts', 'orders▶tags', 'orders▶uint8_array'];

async function contractsOf(folder: string, schema: Schema, options?: GenerateOptions) {
  const file = join(folder, `contract-${JSON.stringify(options ?? {}).length}.ts`);
  await writeFile(file, generateZod(schema, tables, options));
  return (await import(pathToFileURL(file).href)) as Record<string, ZodType>;
}

describe('source text of a schema', () => {
  test('compiles, and both forms mean the same', async () => {
    const { schema, folder } = await loadedShop();
    const variants: GenerateOptions[] = [
      {},
      { nested: true },
      { systemColumns: true, optional: true, nested: true },
    ];
    const files: string[] = [];
    for (const [index, options] of variants.entries()) {
      await writeFile(join(folder, `zod${index}.ts`), generateZod(schema, tables, options));
      await writeFile(join(folder, `plain${index}.ts`), generateInterfaces(schema, tables, options));
      const names = [...generateZod(schema, tables, options).matchAll(/^export const (\S+) /gm)].map(
        ([, name]) => name,
      );
      const same = names.map(
        (name) =>
          `export const ${name}: [(x: zod.${name}) => plain.${name}, (x: plain.${name}) => zod.${name}] = [(x) => x, (x) => x];`,
      );
      const imports = `import type * as zod from './zod${index}.ts';\nimport type * as plain from './plain${index}.ts';\n`;
      await writeFile(join(folder, `same${index}.ts`), imports + same.join('\n'));
      files.push(`same${index}.ts`, `zod${index}.ts`, `plain${index}.ts`);
    }
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2024',
      lib: ['es2024'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      allowImportingTsExtensions: true,
      noEmit: true,
      skipLibCheck: true,
    };
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    const tsc = join(packageFolder, '../../node_modules/.bin/tsc');
    const { stdout } = await exec(tsc, ['-p', folder]).catch((error) => error);
    expect(stdout).toBe('');
  });

  test('accepts the rows that a dataset gives, and no others', async () => {
    const { schema, folder, dataset } = await loadedShop();
    const { Orders, OrdersLines, OrdersTags } = await contractsOf(folder, schema, { systemColumns: true });
    const rows = await dataset.table('orders').orderBy('id').rows();
    expect(rows).toHaveLength(2);
    // zod leaves a key of this name out of what it gives back, whatever the schema says.
    for (const { ['__proto__']: _, ...row } of rows) expect(Orders?.parse(row)).toEqual(row);
    for (const row of await dataset.table('orders▶lines').rows())
      expect(OrdersLines?.parse(row)).toEqual(row);
    for (const row of await dataset.table('orders▶tags').rows()) expect(OrdersTags?.parse(row)).toEqual(row);
    for (const wrong of [
      { id: null },
      { id: 1.5 },
      { amount: 'a lot' },
      { amount: 12.5 },
      { seen: 'yesterday' },
      { clock: 5 },
      { day: '2024-02-30' },
      { raw: [1, 2] },
      { ok: 'true' },
      { class: undefined },
    ])
      expect(Orders?.safeParse({ ...rows[1], ...wrong }).success, JSON.stringify(wrong)).toBe(false);
  });

  test('has the rows of nested tables inside, and takes records that lack keys', async () => {
    const { schema, folder } = await loadedShop();
    const { Orders } = await contractsOf(folder, schema, { nested: true, optional: true });
    const record = { id: 1, lines: [{ sku: 'A', parts: [{ n: 1 }, {}] }], tags: [{ value: 'a' }] };
    expect(Orders?.parse(record)).toEqual(record);
    expect(Orders?.safeParse({ id: 1, lines: [{ parts: [{ n: 'one' }] }] }).error?.issues[0]?.path).toEqual([
      'lines',
      0,
      'parts',
      0,
      'n',
    ]);
  });

  test('is always the same, in the order of the schema', async () => {
    const { schema } = await loadedShop();
    expect(generateZod(schema, 'orders', { nested: true })).toBe(
      generateZod(structuredClone(schema), 'orders', { nested: true }),
    );
    expect(
      generateInterfaces(schema, 'orders▶lines'),
    ).toBe(`// Generated by sluice from the schema "shop": to change it, change the schema and generate it again.

export interface OrdersLines {
  sku: string | null;
}
`);
    expect(() => generateZod(schema, 'nothing')).toThrow(expect.objectContaining({ code: 'TABLE_UNKNOWN' }));
  });
});
