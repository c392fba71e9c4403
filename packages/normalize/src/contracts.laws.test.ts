import { acceptedScalar, key, objectOf, ordinaryKey, records, runs } from '@sluice/arbitraries';
import { cloneSchema, stringifySchema } from '@sluice/schema';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { attempt } from '../test/attempt.ts';
import { normalize } from '../test/normalize.ts';

/** Records without anything nested: a row each. */
const flatRecords = (scalar: fc.Arbitrary<unknown>) =>
  fc.array(fc.uniqueArray(fc.tuple(ordinaryKey, scalar), { selector: ([name]) => name }).map(objectOf), {
    minLength: 1,
    maxLength: 8,
  });

describe('under a contract', () => {
  // Columns of the format's own evolve under any contract.
  const governable = key.filter((name) => !/dlt/i.test(name));
  const some = records({ key: governable });
  const scalars = flatRecords(acceptedScalar.filter((value) => typeof value !== 'object' || value === null));

  /** A schema in which table `t` exists, and its contract. */
  const governed = (first: readonly object[], schema_contract: string) => {
    const schema = attempt(() => normalize(first))?.schema;
    const table = schema?.tables.get('t');
    if (table) Object.assign(table, { schema_contract });
    return schema;
  };

  test('that freezes, the schema stays as it is, whether or not the records are refused', () => {
    fc.assert(
      fc.property(some, some, (first, second) => {
        const schema = governed(first, 'freeze');
        if (!schema) return;
        const before = stringifySchema(schema);
        attempt(() => normalize(second, { schema }));
        expect(stringifySchema(schema)).toBe(before);
      }),
      runs(),
    );
  });

  test.each(['discard_value', 'discard_row'])('of %s, the schema stays as it is', (mode) => {
    fc.assert(
      fc.property(some, some, (first, second) => {
        const schema = governed(first, mode);
        if (!schema) return;
        const before = stringifySchema(schema);
        const result = attempt(() => normalize(second, { schema }));
        if (result) expect(stringifySchema(schema)).toBe(before);
      }),
      runs(),
    );
  });

  test('of discard_value, every record is a row', () => {
    fc.assert(
      fc.property(scalars, scalars, (first, second) => {
        const schema = governed(first, 'discard_value');
        const result = schema && attempt(() => normalize(second, { schema }));
        if (result) expect(result.tables.t?.length).toBe(second.length);
      }),
      runs(),
    );
  });

  test('of discard_row, those records are rows that would be welcome alone where everything is frozen', () => {
    fc.assert(
      fc.property(scalars, scalars, (first, second) => {
        const schema = governed(first, 'discard_row');
        const frozenSchema = governed(first, 'freeze');
        const numbered = second.map((one, place) => ({ ...one, place }));
        for (const one of [schema, frozenSchema])
          one?.tables.get('t')?.columns.set('place', { name: 'place', data_type: 'bigint' });
        const result = schema && attempt(() => normalize(numbered, { schema }));
        if (!result || !frozenSchema) return;
        const welcome = numbered.filter((one) =>
          attempt(() => normalize([one], { schema: cloneSchema(frozenSchema) })),
        );
        expect((result.tables.t ?? []).map(({ place }) => place)).toEqual(welcome.map(({ place }) => place));
      }),
      runs(),
    );
  });
});
