import { key as anyKey, ordinaryKey } from '@sluice/arbitraries';
import { namingConvention, portableRuntime } from '@sluice/schema';
import fc from 'fast-check';
import type { Json, JsonObject } from '../json/json.ts';
import { type Numbers, scalar } from './arbitrary-value.ts';

const types = ['text', 'bigint', 'double', 'bool', 'timestamp', 'date', 'json', 'binary'];
const declarable: Readonly<Record<Numbers, readonly string[]>> = {
  integers: [...types, 'decimal'],
  doubles: types,
};
// Not among them: rows left out for a new column. Of a null in such a column sluice thinks otherwise, on purpose.
const contracts: readonly (readonly [entity: string, mode: string])[] = [
  ['tables', 'discard_row'],
  ['tables', 'discard_value'],
  ['columns', 'discard_value'],
  ['data_type', 'discard_row'],
  ['data_type', 'discard_value'],
];
const naming = namingConvention('snake_case', null, portableRuntime);

/**
 * A key that both sides are to treat alike. Not among them: keys of which nothing is left, where sluice differs on
 * purpose (docs/dlt-compatibility.md), those of the format's own columns, and long ones, which dlt uses in file names.
 */
const key = fc
  .oneof({ arbitrary: ordinaryKey, weight: 3 }, { arbitrary: anyKey, weight: 2 })
  .filter(
    (name) =>
      name.isWellFormed() && name.length < 40 && naming.path(name) !== '' && !/dlt|^\$type$/i.test(name),
  );

/** A record as a case writes it: nested objects and lists, now and then a list in a list. */
function record(kind: Numbers): fc.Arbitrary<Json> {
  const { object } = fc.letrec<{ value: Json; object: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { arbitrary: scalar(kind), weight: 7 },
      { arbitrary: tie('object'), weight: 2 },
      { arbitrary: fc.array(tie('value'), { maxLength: 3 }), weight: 2 },
    ),
    object: fc
      .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 5, selector: ([name]) => name })
      .map(objectOf),
  }));
  return object;
}

/** Keys that JavaScript's objects would put in another order are written as pairs. */
function objectOf(entries: readonly (readonly [string, Json])[]): Json {
  const isSpoilt = entries.some(([name]) => /^(?:0|[1-9]\d{0,9})$/.test(name));
  return isSpoilt
    ? new Map<string, Json>([
        ['$type', 'object'],
        ['v', entries.map(([name, value]) => [name, value])],
      ])
    : new Map(entries);
}

/** What is said of a resource, in all loads. What makes a load fail is not among it: the other streams would, too. */
const hints = (kind: Numbers): fc.Arbitrary<Hints> =>
  fc.oneof(
    { arbitrary: fc.constant([]), weight: 6 },
    {
      arbitrary: fc
        .integer({ min: 0, max: 2 })
        .map((levels): Hints => [['max_table_nesting', BigInt(levels)]]),
      weight: 2,
    },
    {
      arbitrary: fc
        .constantFrom(...declarable[kind])
        .map((type): Hints => [['columns', [column('id', type)]]]),
      weight: 2,
    },
    {
      arbitrary: fc
        .constantFrom(...contracts)
        .map(([entity, mode]): Hints => [['schema_contract', new Map([[entity, mode]])]]),
      weight: 2,
    },
    { arbitrary: fc.constant<Hints>([['write_disposition', 'replace']]), weight: 1 },
  );

/** Two loads into one table: a resource with hints, and what it yields in each. */
export interface Stream {
  readonly hints: Hints;
  readonly loads: readonly [first: readonly Json[], second: readonly Json[]];
}

type Hints = readonly (readonly [name: string, value: Json])[];

const anyStream: fc.Arbitrary<Stream> = fc.constantFrom<Numbers>('integers', 'doubles').chain((kind) => {
  const records = fc.array(record(kind), { minLength: 1, maxLength: 6 });
  return fc.record({ hints: hints(kind), loads: fc.tuple(records, records) });
});

/** Merged by a key: the second load has some of the records of the first again, with other content. */
const merged: fc.Arbitrary<Stream> = anyStream.map(({ loads: [first, second] }) => ({
  hints: [
    ['write_disposition', 'merge'],
    ['primary_key', 'id'],
  ],
  loads: [
    first.map((one, place) => withKey(one, place)),
    second.map((one, place) => withKey(one, place + 2)),
  ],
}));

/** A stream of any kind. */
export const stream: fc.Arbitrary<Stream> = fc.oneof(
  { arbitrary: anyStream, weight: 5 },
  { arbitrary: merged, weight: 1 },
);

/** The record with this key, and no other that is called alike. */
function withKey(one: Json, id: number): Json {
  const fields = one as JsonObject;
  const isPairs = fields.get('$type') === 'object';
  const entries = isPairs ? (fields.get('v') as readonly (readonly [string, Json])[]) : [...fields];
  return objectOf([['id', BigInt(id)], ...entries.filter(([name]) => naming.path(name) !== 'id')]);
}

/** The naming convention of a dataset; null = the usual one. */
export const convention: fc.Arbitrary<string | null> = fc.oneof(
  { arbitrary: fc.constant(null), weight: 3 },
  { arbitrary: fc.constant('sql_ci_v1'), weight: 1 },
);

/** A case that both sides can run: two runs, in each of which every stream loads into a table of its own. */
export function caseOf(streams: readonly Stream[], naming: string | null): JsonObject {
  const runs = [0, 1].map((run): Json => {
    const resources = streams.map(
      ({ hints: own, loads }, index): Json =>
        new Map<string, Json>([['name', `t${index}`], ...own, ['data', [loads[run] ?? []]]]),
    );
    const source = new Map<string, Json>([
      ['name', 'src'],
      ['resources', resources],
    ]);
    return new Map([['sources', [source]]]);
  });
  return new Map<string, Json>([
    ['name', 'fuzz'],
    ...(naming === null ? [] : [['config', new Map([['SCHEMA__NAMING', naming]])] as const]),
    ['runs', runs],
  ]);
}

function column(name: string, type: string): Json {
  return new Map<string, Json>([
    ['name', name],
    ['data_type', type],
  ]);
}
