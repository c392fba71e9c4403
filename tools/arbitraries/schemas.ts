import {
  type Column,
  dataTypes,
  newSchema,
  newTable,
  type Schema,
  type Table,
  updateTable,
} from '@sluice/schema';
import fc from 'fast-check';
import { trickyKeys } from './keys.ts';
import { objectOf } from './records.ts';

// Few, so that two tables share some of them.
const columnName = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', '1', '0', 'é');
const flag = fc.boolean();
const annotation = fc.oneof(
  fc.constantFrom(null, 1, 'text', true),
  fc.array(fc.integer(), { maxLength: 2 }),
  fc.record({ b: fc.integer(), a: fc.constantFrom('x', 'y') }),
);

/** A column: hints in any order, with a type or (incomplete) without. */
export const column: fc.Arbitrary<Column> = fc
  .record(
    {
      name: columnName,
      data_type: fc.constantFrom(...dataTypes),
      nullable: flag,
      precision: fc.integer({ min: 0, max: 38 }),
      scale: fc.integer({ min: 0, max: 9 }),
      timezone: flag,
      description: fc.string({ unit: 'grapheme' }),
      primary_key: flag,
      merge_key: flag,
      cluster: flag,
      sort: flag,
      unique: flag,
      variant: flag,
      dedup_sort: fc.constantFrom('asc', 'desc'),
      'x-note': annotation,
      'x-other': annotation,
    },
    { requiredKeys: ['name'] },
  )
  .chain((properties) => inAnyOrder(properties as unknown as Column));

const properties = fc.record(
  {
    columns: fc.uniqueArray(column, { maxLength: 6, selector: ({ name }) => name }),
    write_disposition: fc.constantFrom('append', 'merge', 'replace'),
    description: fc.string(),
    file_format: fc.constantFrom('parquet', null),
    schema_contract: fc.constantFrom(
      'freeze',
      { columns: 'evolve' },
      { columns: 'freeze', tables: 'evolve' },
    ),
    references: fc.constantFrom(
      [{ columns: ['a'], referenced_table: 'other', referenced_columns: ['id'] }],
      [{ columns: ['a', 'b'], referenced_table: 'other', referenced_columns: ['x', 'y'] }],
      [{ columns: ['b'], referenced_table: 'third', referenced_columns: ['id'] }],
    ),
    'x-normalizer': fc.constantFrom({ max_nesting: 1 }, { 'seen-data': true }),
  },
  { requiredKeys: ['columns'] },
);

/** A root table of this name, with any properties. */
export function tableNamed(name: string, parent?: string): fc.Arbitrary<Table> {
  return properties.map((own) =>
    newTable(name, { ...own, ...(parent !== undefined && { parent }) } as unknown as Parameters<
      typeof newTable
    >[1]),
  );
}

/** A root table called `t`: two of them can be merged. */
export const table: fc.Arbitrary<Table> = tableNamed('t');

const tableName = fc.oneof(
  fc.constantFrom(...trickyKeys.filter((name) => name !== '')),
  fc.string({ minLength: 1, unit: 'grapheme' }),
);

const settings = fc.record({
  detections: fc.subarray(['iso_timestamp', 'iso_date', 'timestamp', 'large_integer']),
  preferredTypes: fc.constantFrom({}, { 're:_at$': 'timestamp', constructor: 'text' } as const),
  defaultHints: fc.constantFrom({}, { not_null: ['id'], partition: ['re:^part_'] }),
});

/** A schema: root tables under any names, tables nested in them, its settings its own. */
export const schema: fc.Arbitrary<Schema> = fc
  .uniqueArray(
    tableName.chain((name) =>
      fc.tuple(tableNamed(name), fc.array(tableNamed(`${name}__nested`, name), { maxLength: 1 })),
    ),
    { maxLength: 4, selector: ([root]) => root.name },
  )
  .chain((families) =>
    fc.tuple(fc.constant(families), settings, fc.option(fc.string({ minLength: 1 }), { nil: undefined })),
  )
  .map(([families, options, description]) => {
    const made = newSchema('test', options);
    for (const [root, nested] of families)
      for (const one of [root, ...nested])
        if (!made.tables.has(one.name)) updateTable(made, one, { mergeStrategies: ['delete-insert'] });
    if (description !== undefined) made.description = description;
    return made;
  });

/** The same object, its keys in some order. */
function inAnyOrder<T extends object>(object: T): fc.Arbitrary<T> {
  const entries = Object.entries(object);
  return fc
    .shuffledSubarray(entries, { minLength: entries.length })
    .map((shuffled) => objectOf(shuffled) as T);
}
