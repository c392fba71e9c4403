import { readdirSync, readFileSync } from 'node:fs';
import type { Value } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeGolden } from '../../schema/test/golden.ts';
import { type Case, cases, judge } from '../../schema/test/golden-cases.ts';
import { nodeRuntime as runtime } from '../../schema/test/node-runtime.ts';
import { readState } from '../src/codec.ts';
import {
  bumpState,
  decodeState,
  encodeState,
  newState,
  type PipelineState,
  stateHash,
} from '../src/index.ts';
import { migrateState } from '../src/migrate.ts';

const stateOf = (document: Value) => decodeGolden(document) as unknown as PipelineState;

describe('what dlt answers', () => {
  // Hashing what concerns one machine alone is never asked for.
  const hashed = cases('state-hash').filter((row) => row.settings.without_local !== false);
  test.each(hashed)('state-hash $label', (row) => {
    judge(row, () => stateHash(stateOf(row.in), runtime));
  });

  test.each(cases('state-bump'))('state-bump $label', (row) => {
    judge(row, () => {
      const state = stateOf(row.in);
      const old = state._version_hash ?? null;
      expect(bumpState(state, runtime)).toBe(state._version_hash !== old);
      return { version: state._state_version, hash: state._version_hash, old };
    });
  });

  const encoded = cases('state-codec').filter((row) => row.settings.op !== 'decode');
  test.each(encoded)('state-codec $label', (row) => {
    const { _local, ...stored } = stateOf(row.out);
    expect(decodeState(encodeState(stateOf(row.in), runtime), runtime)).toEqual(stored);
  });

  // dlt stumbles over plain JSON that is not ASCII; we read it.
  const isPlainJson = (row: Case) => row.in.startsWith('{');
  const decoded = cases('state-codec').filter((row) => row.settings.op === 'decode');
  test.each(decoded.filter((row) => !(row.error && isPlainJson(row))))('state-codec decode $label', (row) => {
    judge({ ...row, out: row.out && decodeGolden(row.out) }, () => readState(row.in, runtime));
  });

  test.each(cases('state-migrate'))('state-migrate $label', (row) => {
    judge(row, () => migrateState(row.in, runtime));
  });
});

/** The states that dlt stored in the cases, with the hash it stored beside them. */
function storedStates(): [hash: string, state: Value][] {
  const folder = new URL('../../../interop/golden/cases/', import.meta.url);
  const stored = new Map<string, Value>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    // A row of the state table: version, engine, pipeline, state, time, hash.
    if (Array.isArray(value) && value[3]?.$type === 'state') stored.set(value[5], value[3].v);
    else for (const inner of Object.values(value)) collect(inner);
  };
  for (const file of readdirSync(folder))
    if (file.endsWith('.expected.json')) collect(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  return [...stored];
}

test.each(storedStates())('state %s', (hash, stored) => {
  const state = stateOf(stored);
  expect(stateHash(state, runtime)).toBe(hash);
  expect(stateHash(decodeState(encodeState(state, runtime), runtime), runtime)).toBe(hash);
});

test('a state of a later engine is refused by name', () => {
  expect(() => decodeState('{"_state_engine_version":5}', runtime)).toThrow(
    expect.objectContaining({ code: 'STATE_ENGINE_UNSUPPORTED' }),
  );
});

test.each(['', 'x', '{', '{}', '[]', '{"_state_engine_version":0}', '{"_state_engine_version":"4"}'])(
  '%j is no state',
  (text) => {
    expect(() => decodeState(text, runtime)).toThrow(expect.objectContaining({ code: 'STATE_CORRUPTED' }));
  },
);

test.each([
  { _state_version: null },
  { _state_version: 1.5 },
  { _state_version: -1 },
  { schema_names: 'one' },
  { schema_names: [1] },
  { sources: [] },
  { sources: { s: 1 } },
  { sources: { s: null } },
  { sources: { s: { resources: 'r' } } },
  { sources: { s: { resources: { r: [] } } } },
])('with %j it is no state', (part) => {
  const document = { _state_version: 1, _state_engine_version: 4, ...part };
  expect(() => decodeState(JSON.stringify(document), runtime)).toThrow(
    expect.objectContaining({ code: 'STATE_CORRUPTED' }),
  );
});

test.each([{}, { schema_names: null }, { sources: null }, { sources: { s: { resources: null, own: 1 } } }])(
  'with %j it is one',
  (part) => {
    const document = { _state_version: 1, _state_engine_version: 4, ...part };
    expect(decodeState(JSON.stringify(document), runtime)).toEqual(document);
  },
);

describe('the codec', () => {
  // A text that begins like a marker of typed JSON reads as what it marks: so in dlt.
  const text = fc.string({ unit: 'binary' }).filter((each) => !/^[\uf026-\uf02e]/.test(each));
  const leaf = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
  const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', '1', '0'));
  const content: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value')), tie('object')),
    object: fc.array(fc.tuple(key, tie('value'))).map((entries) => Object.fromEntries(entries)),
  })).object;

  const stateWith = (own: unknown): PipelineState => ({
    ...newState({ pipeline_name: 'p', dataset_name: 'd', destination_type: 'x' }),
    sources: { s: own as Record<string, Value> },
  });

  test('gives back what it was given, and the hash does not change', () => {
    fc.assert(
      fc.property(content, (own) => {
        const state = stateWith(own);
        bumpState(state, runtime);
        const again = decodeState(encodeState(state, runtime), runtime);
        expect(again).toEqual(state);
        expect(stateHash(again, runtime)).toBe(state._version_hash);
      }),
    );
  });

  test('leaves out what concerns this machine alone', () => {
    const state = { ...stateWith({}), _local: { first_run: true } };
    expect(decodeState(encodeState(state, runtime), runtime)).not.toHaveProperty('_local');
    expect(stateHash(state, runtime)).toBe(stateHash(stateWith({}), runtime));
  });
});
