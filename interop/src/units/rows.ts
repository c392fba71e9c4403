import { createNormalizer } from '@sluice/normalize';
import {
  type Column,
  isComplete,
  namingConvention,
  newSchema,
  newTable,
  updateTable,
  type Value,
} from '@sluice/schema';
import { at, entriesOf, type Json, listOf } from '../json/json.ts';
import { isExactInteger } from '../judge/late-typing.ts';
import type { UnitAdapter } from './adapter.ts';
import { plain } from './documents.ts';
import { rowsOf } from './read-batch.ts';
import { runtime } from './runtime.ts';
import { decodeValue, encodeValue } from './values.ts';

/** Rows are flat: what is nested in them stays whole, as in dlt's function. */
const flat = { 'x-normalizer': { max_nesting: 0 } };

/** Rows through the real normalizer, one after the other: what is stored of each, and the columns it brought along. */
const coerceRows: UnitAdapter = (input, settings) => {
  const declared = entriesOf(at(settings, 'columns')).map(
    ([name, hints]): Column => ({ ...plain<Column>(hints), name }),
  );
  const schema = newSchema('golden');
  const { columns } = updateTable(schema, newTable('t', { columns: declared, ...flat }));
  const rows: Record<string, Value>[] = [];
  const normalizer = createNormalizer({
    schema,
    runtime,
    naming: namingConvention('snake_case', null, runtime),
    loadId: '1700000000.5',
    types: { timestampPrecision: 6, maxTimestampPrecision: 9, decimal: [38, 9], wei: [38, 0] },
    mergeStrategies: ['delete-insert'],
    onBatch: (batch) => rows.push(...rowsOf(batch)),
    onWidened: () => {},
  });
  const known = new Set(declared.filter(isComplete).map(({ name }) => name));
  const brought = listOf(input).map((record) => {
    normalizer.write('t', decodeValue(record));
    const added = [...columns.values()].filter(
      (it) => isComplete(it) && isOwn(it.name) && !known.has(it.name),
    );
    for (const { name } of added) known.add(name);
    return added;
  });
  normalizer.finish();
  const own = rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => isOwn(name))));
  return encodeValue(own.map((row, i) => ({ row, new_columns: brought[i] })));
};

function isOwn(column: string): boolean {
  return !column.startsWith('_dlt_');
}

/** A column of a scale fills decimals up with zeros: their value counts. */
export function withoutTrailingZeros(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutTrailingZeros);
  if (!(value instanceof Map)) return value;
  if (value.get('$type') !== 'decimal')
    return new Map([...value].map(([key, item]) => [key, withoutTrailingZeros(item)]));
  const text = String(value.get('v'));
  return new Map([...value, ['v', text.includes('.') ? text.replace(/\.?0+$/, '') : text]]);
}

/** dlt's rows as they would be had it known that the column of a `__v_double` variant is one of doubles. */
export function lateTypedRows(expected: Json, settings: Json | undefined): Json {
  const declared = new Set(entriesOf(at(settings, 'columns')).map(([name]) => name));
  const steps = listOf(expected);
  const names = steps.flatMap((step) => listOf(at(step, 'new_columns')).map((it) => at(it, 'name')));
  const isExact = (column: string): boolean =>
    steps.every((step) => isExactInteger(at(step, 'row', column) ?? null));
  const widened = names.flatMap((name) => {
    const column = /^(.+)__v_double$/.exec(String(name))?.[1] ?? '';
    return names.includes(column) && !declared.has(column) && isExact(column) ? [column] : [];
  });
  return steps.map((step) => widenStep(step, widened));
}

function widenStep(step: Json, widened: readonly string[]): Json {
  const row = entriesOf(at(step, 'row')).map(([name, value]): [string, Json] => {
    const target = widened.find((column) => name === column || name === `${column}__v_double`);
    return target === undefined ? [name, value] : [target, typeof value === 'bigint' ? Number(value) : value];
  });
  const columns = listOf(at(step, 'new_columns'))
    .filter(
      (it) =>
        !widened.includes(String(at(it, 'name')).replace(/__v_double$/, '')) || at(it, 'variant') !== true,
    )
    .map((it) =>
      widened.includes(String(at(it, 'name')))
        ? new Map([...entriesOf(it), ['data_type', 'double'] as const])
        : it,
    );
  return new Map<string, Json>([
    ['row', new Map(row)],
    ['new_columns', columns],
  ]);
}

export const rowAdapters: Readonly<Record<string, UnitAdapter>> = { 'coerce-row': coerceRows };
