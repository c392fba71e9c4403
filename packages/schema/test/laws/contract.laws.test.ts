import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs, table, tableNamed } from '../../../../tools/arbitraries/index.ts';
import {
  applyContract,
  type ContractMode,
  checkContract,
  cloneSchema,
  type ExpandedContract,
  expandContract,
  isComplete,
  isSluiceError,
  newSchema,
  type Schema,
  stringifySchema,
  type Table,
  updateTable,
} from '../../src/index.ts';

const mode = fc.constantFrom<ContractMode>('evolve', 'freeze', 'discard_row', 'discard_value');
const contract: fc.Arbitrary<ExpandedContract> = fc.record({ tables: mode, columns: mode, data_type: mode });
/** An update of the table that is there, or a table of its own. */
const update = fc.oneof({ arbitrary: table, weight: 4 }, { arbitrary: tableNamed('new'), weight: 1 });

function schemaWith(one: Table): Schema {
  const schema = newSchema('test');
  updateTable(schema, one);
  return schema;
}

/** What the schema is after an update under a contract; null where that is refused. */
function under(contract: ExpandedContract, before: Schema, partial: Table): Schema | null {
  const schema = cloneSchema(before);
  try {
    const applied = applyContract(schema, contract, partial);
    if (applied.partial) updateTable(schema, applied.partial);
    return schema;
  } catch (error) {
    if (isSluiceError(error, 'SCHEMA_CONTRACT_VIOLATED')) return null;
    throw error;
  }
}

/** A table that data can arrive in: only then do `columns` and `data_type` have something to guard. */
const existing = table.filter(({ columns, ...properties }) => {
  const hints = properties['x-normalizer'] as { 'evolve-columns-once'?: boolean } | undefined;
  return [...columns.values()].some(isComplete) && !hints?.['evolve-columns-once'];
});

const typesOf = (one: Table | undefined) =>
  new Map(
    [...(one?.columns.values() ?? [])]
      .filter(isComplete)
      .map(({ name, data_type, nullable, precision, scale, timezone }) => [
        name,
        { data_type, nullable, precision, scale, timezone },
      ]),
  );

describe('what a contract keeps out', () => {
  test.each(['freeze', 'discard_row', 'discard_value'] as const)('tables: %s lets no table in', (kept) => {
    fc.assert(
      fc.property(contract, table, tableNamed('new'), (others, one, partial) => {
        const after = under({ ...others, tables: kept }, schemaWith(one), partial);
        expect(after === null).toBe(kept === 'freeze');
        expect(after?.tables.has('new') ?? false).toBe(false);
      }),
      runs(),
    );
  });

  test.each(['freeze', 'discard_row', 'discard_value'] as const)(
    'columns: %s lets no column in, but variants of columns',
    (kept) => {
      fc.assert(
        fc.property(contract, existing, table, (others, one, partial) => {
          const before = schemaWith(one);
          const after = under({ ...others, columns: kept }, before, partial);
          const known = typesOf(before.tables.get('t'));
          for (const [name, column] of after?.tables.get('t')?.columns ?? [])
            if (isComplete(column) && !column.variant) expect(known.has(name)).toBe(true);
        }),
        runs(300),
      );
    },
  );

  test.each(['freeze', 'discard_row', 'discard_value'] as const)(
    'data_type: %s lets no type change and no variant in',
    (kept) => {
      fc.assert(
        fc.property(contract, existing, table, (others, one, partial) => {
          const before = schemaWith(one);
          const after = under({ ...others, data_type: kept }, before, partial);
          if (after === null) return;
          const types = typesOf(after.tables.get('t'));
          for (const [name, type] of typesOf(before.tables.get('t'))) expect(types.get(name)).toEqual(type);
          for (const [name, column] of partial.columns)
            if (column.variant)
              expect(after.tables.get('t')?.columns.has(name) ?? false).toBe(one.columns.has(name));
        }),
        runs(300),
      );
    },
  );

  test('what is frozen is refused before anything happens', () => {
    fc.assert(
      fc.property(contract, existing, update, (given, one, partial) => {
        const schema = schemaWith(one);
        const before = stringifySchema(schema);
        const { breaches } = checkContract(schema, given, partial);
        const isFrozen = breaches.some((breach) => breach.mode === 'freeze');
        expect(under(given, schema, partial) === null).toBe(isFrozen);
        expect(stringifySchema(schema)).toBe(before);
      }),
      runs(300),
    );
  });
});

describe('what a contract lets in', () => {
  test('is everything where all may evolve', () => {
    fc.assert(
      fc.property(existing, update, (one, partial) => {
        const applied = applyContract(schemaWith(one), expandContract('evolve'), partial);
        expect(applied).toEqual({ partial, filters: [] });
      }),
      runs(),
    );
  });

  test('is, with what it keeps out, the whole update', () => {
    fc.assert(
      fc.property(contract, existing, update, (given, one, partial) => {
        const checked = checkContract(schemaWith(one), given, partial);
        const keptOut = checked.breaches.map(({ name }) => name);
        const whole = checked.partial === null ? [partial.name] : [...partial.columns.keys()];
        const letIn = checked.partial?.columns.keys() ?? [];
        expect([...letIn, ...keptOut].sort()).toEqual(whole.sort());
      }),
      runs(300),
    );
  });

  test('passes again: what was let in once breaks nothing', () => {
    fc.assert(
      fc.property(contract, existing, table, (given, one, partial) => {
        const schema = schemaWith(one);
        const { partial: letIn } = checkContract(schema, given, partial);
        if (letIn === null) return;
        updateTable(schema, letIn);
        const complete = new Map(
          [...letIn.columns].filter(([, column]) => isComplete(column) && !column.variant),
        );
        expect(checkContract(schema, given, { ...letIn, columns: complete }).breaches).toEqual([]);
      }),
      runs(300),
    );
  });

  test('grows with freedom: what a stricter contract lets in, evolving lets in too', () => {
    fc.assert(
      fc.property(contract, existing, update, (given, one, partial) => {
        const strict = checkContract(schemaWith(one), given, partial).partial;
        for (const entity of ['tables', 'columns', 'data_type'] as const) {
          const freer = checkContract(schemaWith(one), { ...given, [entity]: 'evolve' }, partial).partial;
          for (const name of strict?.columns.keys() ?? []) expect(freer?.columns.has(name)).toBe(true);
        }
      }),
      runs(),
    );
  });
});
