import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  newSchema,
  newTable,
  portableRuntime,
  type Schema,
  schemaHash,
  stringifySchema,
} from '@sluice/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Capabilities, Connection, Destination, LoadPlan, SchemaRow, StateRow } from './contract.ts';
import { newLoadId } from './load-id.ts';
import { loadPackage } from './load-package.ts';
import { type PackageStore, packageStore } from './package-store.ts';
import type { SealedPackage } from './sealed-package.ts';
import { TableFailure } from './table-failure.ts';

let folder: string;
let store: PackageStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-load-'));
  store = packageStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A destination in memory whose publish can be told to fail, before or after it took effect. */
function unreliable(failures: { before?: Error[]; after?: Error[]; staging?: Error[] } = {}) {
  const { before = [], after = [], staging = [] } = failures;
  const published: LoadPlan[] = [];
  const staged: string[] = [];
  let head: SchemaRow | null = null;
  let state: StateRow | null = null;
  let opened = 0;
  const next = (errors: Error[]) => {
    const error = errors.shift();
    if (error) throw error;
  };
  const connection = {
    inspect: async () => new Map(),
    readSchema: async () => head,
    readState: async () => state,
    readLoad: async (loadId: string) => {
      const plan = published.find((candidate) => candidate.loadId === loadId);
      return plan ? { loadId, schemaHash: plan.schema.hash, insertedAt: plan.insertedAt } : null;
    },
    discard: async () => {},
    begin: async () => ({
      stage: async ({ id }: { id: string }) => {
        next(staging);
        staged.push(id);
      },
      publish: async (plan: LoadPlan) => {
        next(before);
        published.push(plan);
        next(after);
      },
      close: async () => {},
    }),
    close: async () => {
      opened--;
    },
  } as unknown as Connection;
  const destination: Destination = {
    name: 'memory',
    type: 'memory',
    contract: 1,
    location: 'here',
    capabilities: {
      identifiers: { maxLength: 64, maxColumnLength: 64, case: 'preserve', caseSensitive: true },
      fileFormats: ['jsonl'],
      replaceStrategies: [],
      mergeStrategies: [],
      parallelWrites: 2,
      maxTextBytes: 1_000_000,
      addsNotNullColumns: true,
    } as unknown as Capabilities,
    classify: (error) => (error instanceof Error && error.message === 'later' ? 'transient' : 'permanent'),
    open: async () => {
      opened++;
      return connection;
    },
  };
  return {
    destination,
    published,
    staged,
    openConnections: () => opened,
    store: (schema: Schema, loadedAt: string | null = null) => {
      const { name, version, engine_version: engineVersion, version_hash: hash } = schema;
      head = { name, version, engineVersion, hash, schema: stringifySchema(schema), loadedAt };
    },
    storeState: (hash: string) => {
      state = { version: 2, engineVersion: 4, pipelineName: 'shop', state: '', hash, loadId: '1.0' };
    },
  };
}

function shop(...columns: [name: string, type: 'text' | 'bigint'][]): Schema {
  const schema = newSchema('shop');
  const table = newTable('t', { columns: columns.map(([name, data_type]) => ({ name, data_type })) });
  schema.tables.set('t', table);
  schema.version_hash = schemaHash(schema, portableRuntime);
  return schema;
}

async function seal(
  schema = shop(['id', 'bigint']),
  baseSchemaHash?: string | null,
  baseStateHash?: string | null,
): Promise<SealedPackage> {
  const writer = await store.create(newLoadId());
  for (let part = 0; part < 3; part++) {
    writer.writePart({ table: 't', format: 'jsonl', rows: 2, columns: ['id'] }, [new Uint8Array([part])]);
  }
  const prepared = await writer.prepare({
    pipeline: 'shop',
    dataset: 'data',
    predecessor: null,
    schema,
    document: stringifySchema(schema),
    newColumns: new Map([['t', ['id']]]),
    codeVersion: '0.0.0',
    ...(baseSchemaHash !== undefined && { baseSchemaHash }),
    ...(baseStateHash !== undefined && { baseStateHash }),
  });
  const [sealed] = await store.seal([prepared]);
  return sealed as SealedPackage;
}

test('stages every part, publishes, and puts the package away', async () => {
  const { destination, published, staged, openConnections } = unreliable();
  const sealed = await seal();
  expect(await loadPackage(sealed, destination, { store })).toEqual({
    loadId: sealed.manifest.loadId,
    dataset: 'data',
    schema: sealed.schema,
    tables: [{ name: 't', rows: 6, newColumns: ['id'] }],
    discarded: [],
    failures: [],
    alreadyPublished: false,
  });
  expect(staged.map((id) => id.replace(sealed.manifest.loadId, ''))).toEqual([
    '.000001',
    '.000002',
    '.000003',
  ]);
  expect(published).toHaveLength(1);
  expect(await store.sealed()).toEqual([]);
  expect(openConnections()).toBe(0);
});

test('tries again what may pass', async () => {
  const { destination, published } = unreliable({
    before: [new Error('later')],
    staging: [new Error('later')],
  });
  await loadPackage(await seal(), destination, { store });
  expect(published).toHaveLength(1);
});

test('gives up after so many retries; the package stays and can be loaded later', async () => {
  const { destination, published, openConnections } = unreliable({
    before: [new Error('later'), new Error('later')],
  });
  const sealed = await seal();
  const failed = loadPackage(sealed, destination, { store, retry: { attempts: 2 } });
  await expect(failed).rejects.toMatchObject({
    code: 'LOAD_FAILED',
    place: { loadId: sealed.manifest.loadId },
  });
  await expect(failed).rejects.toThrow(/run again once the destination can be reached/);
  expect(published).toEqual([]);
  expect(openConnections()).toBe(0);
  await loadPackage(sealed, destination, { store });
  expect(published).toHaveLength(1);
});

test('does not try again what cannot pass; the cause is kept', async () => {
  const cause = new Error('never');
  const { destination } = unreliable({ before: [cause] });
  await expect(loadPackage(await seal(), destination, { store })).rejects.toMatchObject({
    code: 'LOAD_FAILED',
    cause,
  });
});

test.each(['later', 'never'])(
  'a commit whose answer got lost ("%s") is noticed, not repeated',
  async (message) => {
    const { destination, published } = unreliable({ after: [new Error(message)] });
    const loaded = await loadPackage(await seal(), destination, { store, retry: { attempts: 1 } });
    expect(loaded.alreadyPublished).toBe(false);
    expect(published).toHaveLength(1);
    expect(await store.sealed()).toEqual([]);
  },
);

test('what has to follow a load is done before the package is put away, and again after a crash in between', async () => {
  const { destination } = unreliable();
  const sealed = await seal();
  const calls: unknown[] = [];
  const onPublished = async (schema: Schema) => {
    calls.push([schema.name, (await store.sealed()).length]);
  };
  const crashing = { ...store, finish: () => Promise.reject(new Error('crash')) };
  await expect(loadPackage(sealed, destination, { store: crashing, onPublished })).rejects.toThrow('crash');
  await loadPackage(sealed, destination, { store, onPublished });
  expect(calls).toEqual([
    ['shop', 1],
    ['shop', 1],
  ]);
  expect(await store.sealed()).toEqual([]);
});

test('a package that was published before is only put away', async () => {
  const { destination, published } = unreliable();
  const sealed = await seal();
  await loadPackage(sealed, destination, { store: { ...store, finish: async () => {} } });
  const again = await loadPackage(sealed, destination, { store });
  expect(again.alreadyPublished).toBe(true);
  expect(published).toHaveLength(1);
});

describe('a load id in the dataset that this package did not write is a collision', () => {
  const foreign = ({ manifest: { loadId } }: SealedPackage) =>
    ({ loadId, insertedAt: '2020-01-01T00:00:00.000000Z', schema: { hash: 'x' } }) as LoadPlan;

  test('found before publishing', async () => {
    const { destination, published } = unreliable();
    const sealed = await seal();
    published.push(foreign(sealed));
    await expect(loadPackage(sealed, destination, { store })).rejects.toMatchObject({
      code: 'LOAD_ID_COLLISION',
    });
  });

  test('committed while this package was publishing: it is not taken for its own', async () => {
    const world = unreliable({ before: [new Error('never')] });
    const sealed = await seal();
    const marking: PackageStore = {
      ...store,
      async markPublishing(loadId, insertedAt) {
        await store.markPublishing(loadId, insertedAt);
        world.published.push(foreign(sealed));
      },
    };
    await expect(loadPackage(sealed, world.destination, { store: marking })).rejects.toMatchObject({
      code: 'LOAD_FAILED',
    });
    expect(await store.sealed()).toHaveLength(1);
    await expect(loadPackage(sealed, world.destination, { store })).rejects.toMatchObject({
      code: 'LOAD_ID_COLLISION',
    });
  });
});

test.each<[string, string | null, string | null]>([
  ['moved on', 'base', 'newer'],
  ['appeared', null, 'newer'],
  ['vanished', 'base', null],
])('a state that %s since the extraction is a conflict before a byte moves', async (_, base, there) => {
  const world = unreliable();
  if (there !== null) world.storeState(there);
  const sealed = await seal(undefined, undefined, base);
  await expect(loadPackage(sealed, world.destination, { store })).rejects.toMatchObject({
    code: 'LOAD_STATE_CONFLICT',
    place: { pipeline: 'shop' },
  });
  expect(world.staged).toEqual([]);
  expect(await store.attempts(sealed.manifest.loadId)).toEqual([]);
});

test('is recorded later than the load before it, even when that machine has its clock ahead', async () => {
  const world = unreliable();
  world.store(shop(['id', 'bigint']), '2099-01-01T00:00:00.000009Z');
  await loadPackage(await seal(), world.destination, { store });
  expect(world.published[0]?.insertedAt).toBe('2099-01-01T00:00:00.000010Z');
});

test('a destination of another contract is refused', async () => {
  const { destination } = unreliable();
  const newer = { ...destination, contract: 2 as 1 };
  await expect(loadPackage(await seal(), newer, { store })).rejects.toThrow(/Upgrade @sluice\/load/);
});

test('what fails because the load was stopped is no failure of a table', async () => {
  const world = unreliable({ before: [new TableFailure('t', new Error('interrupted'))] });
  const stop = new AbortController();
  const events: string[] = [];
  const loading = loadPackage(await seal(), world.destination, {
    store,
    onTableFailure: 'continue',
    signal: stop.signal,
    onEvent: ({ type }) => {
      events.push(type);
      if (type === 'load-publishing') stop.abort(new Error('enough'));
    },
  });
  await expect(loading).rejects.toThrow('enough');
  expect(events.at(-1)).toBe('load-publishing');
  expect(world.openConnections()).toBe(0);
});

test('files the destination does not take are refused before a byte moves', async () => {
  const { destination, staged } = unreliable();
  const capabilities: Capabilities = { ...destination.capabilities, fileFormats: ['parquet'] };
  await expect(loadPackage(await seal(), { ...destination, capabilities }, { store })).rejects.toMatchObject({
    code: 'LOAD_STRATEGY_UNSUPPORTED',
  });
  expect(staged).toEqual([]);
});

describe('a schema that somebody else has changed meanwhile', () => {
  test('is joined: what both added is there, as a version of its own', async () => {
    const base = shop(['id', 'bigint']);
    const world = unreliable();
    world.store(shop(['id', 'bigint'], ['theirs', 'text']));
    const sealed = await seal(shop(['id', 'bigint'], ['ours', 'text']), base.version_hash);
    const { schema } = await loadPackage(sealed, world.destination, { store });
    expect([...(schema.tables.get('t')?.columns.keys() ?? [])]).toEqual(['id', 'theirs', 'ours']);
    expect(schema.version).toBe(2);
    expect(schema.version_hash).toBe(schemaHash(schema, portableRuntime));
    expect(world.published[0]?.schema).toMatchObject({ version: 2, hash: schema.version_hash });
  });

  test('is a conflict where a column got two types', async () => {
    const world = unreliable();
    world.store(shop(['id', 'bigint'], ['x', 'text']));
    const sealed = await seal(shop(['id', 'bigint'], ['x', 'bigint']), shop(['id', 'bigint']).version_hash);
    await expect(loadPackage(sealed, world.destination, { store })).rejects.toMatchObject({
      code: 'LOAD_SCHEMA_CONFLICT',
      place: { schema: 'shop', table: 't', column: 'x' },
    });
    expect(world.published).toEqual([]);
  });

  test('is left alone where nobody knows what it was', async () => {
    const world = unreliable();
    world.store(shop(['theirs', 'text']));
    const sealed = await seal();
    expect((await loadPackage(sealed, world.destination, { store })).schema).toBe(sealed.schema);
  });
});
