import { runs, trickyKeys, value } from '@sluice/arbitraries';
import { portableRuntime as runtime, withoutMaps } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bumpState,
  decodeState,
  encodeState,
  newState,
  type PipelineState,
  resetResource,
  resourceState,
  sourceState,
  stateHash,
} from '../src/index.ts';

const name = fc.oneof(fc.constantFrom(...trickyKeys), fc.string({ unit: 'grapheme' }));

/** What a resource remembers, and whose resource it is. */
const memory = fc.record({ schema: name, resource: name, key: name, value });

/** A state in which some sources and resources remember something. */
const state: fc.Arbitrary<PipelineState> = fc.array(memory, { maxLength: 4 }).map((memories) => {
  const made = newState({ pipeline_name: 'p', dataset_name: 'd', destination_type: 'x' });
  for (const { schema, resource, key, value: remembered } of memories)
    define(resourceState(made, schema, resource), key, remembered);
  return made;
});

function define(object: object, key: string, content: unknown): void {
  Object.defineProperty(object, key, {
    value: content,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** A state as it is read: objects where the user put maps. */
const asRead = (one: PipelineState) => withoutMaps(one) as PipelineState;

describe('a state that was stored', () => {
  test('comes back, with every value of every type', () => {
    fc.assert(
      fc.property(state, (one) => {
        expect(decodeState(encodeState(one, runtime), runtime)).toEqual(asRead(one));
      }),
      runs(),
    );
  });

  test('has the same hash, and is the same text when it is stored again', () => {
    fc.assert(
      fc.property(state, (one) => {
        bumpState(one, runtime);
        const text = encodeState(one, runtime);
        const again = decodeState(text, runtime);
        expect(stateHash(again, runtime)).toBe(one._version_hash);
        expect(bumpState(again, runtime)).toBe(false);
        expect(decodeState(encodeState(again, runtime), runtime)).toEqual(again);
      }),
      runs(),
    );
  });
});

describe('the hash', () => {
  test('does not know in which order sources and resources were asked for', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(memory, { selector: ({ schema, resource }) => `${schema}\n${resource}` }),
        (memories) => {
          const build = (all: typeof memories) => {
            const made = newState({ pipeline_name: 'p', dataset_name: 'd', destination_type: 'x' });
            for (const one of all) define(resourceState(made, one.schema, one.resource), one.key, one.value);
            return stateHash(made, runtime);
          };
          expect(build(memories.toReversed())).toBe(build(memories));
        },
      ),
      runs(),
    );
  });

  test('knows every value that is remembered', () => {
    fc.assert(
      fc.property(state, name, name, (one, schema, resource) => {
        const before = stateHash(one, runtime);
        define(resourceState(one, schema, resource), 'a key of its own', 'a value of its own');
        expect(stateHash(one, runtime)).not.toBe(before);
      }),
      runs(),
    );
  });

  test('does not know what concerns one machine alone, nor versions', () => {
    fc.assert(
      fc.property(state, fc.nat(), value, (one, version, local) => {
        const other = { ...one, _local: { local }, _state_version: version, _version_hash: 'x' };
        expect(stateHash(other, runtime)).toBe(stateHash(one, runtime));
        expect(decodeState(encodeState(other, runtime), runtime)).not.toHaveProperty('_local');
      }),
      runs(),
    );
  });
});

describe('versions', () => {
  test('saving twice is like saving once', () => {
    fc.assert(
      fc.property(state, (one) => {
        bumpState(one, runtime);
        const once = structuredClone({ version: one._state_version, hash: one._version_hash });
        expect(bumpState(one, runtime)).toBe(false);
        expect({ version: one._state_version, hash: one._version_hash }).toEqual(once);
      }),
      runs(),
    );
  });
});

describe('what a resource remembers', () => {
  test('is forgotten alone: others and their source keep theirs', () => {
    fc.assert(
      fc.property(state, name, name, name, (one, schema, forgetful, other) => {
        if (forgetful === other) return;
        define(resourceState(one, schema, forgetful), 'x', 1);
        define(resourceState(one, schema, other), 'y', 2);
        define(sourceState(one, schema), 'own', 3);
        resetResource(one, schema, forgetful);
        expect(Object.hasOwn(sourceState(one, schema).resources as object, forgetful)).toBe(false);
        expect(resourceState(one, schema, other)).toMatchObject({ y: 2 });
        expect(sourceState(one, schema)).toMatchObject({ own: 3 });
      }),
      runs(),
    );
  });
});
