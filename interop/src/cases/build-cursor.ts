import { type Incremental, type IncrementalOptions, incremental } from 'sluice';
import { at, entriesOf, type Json, textAt } from '../json/json.ts';
import { decodeValue } from '../units/values.ts';

const CURSOR_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['initial_value', 'initialValue'],
  ['end_value', 'endValue'],
  ['last_value_func', 'lastValue'],
  ['row_order', 'rowOrder'],
  ['lag', 'lag'],
  ['on_cursor_value_missing', 'onMissing'],
  ['primary_key', 'primaryKey'],
]);

/** The `incremental` of a case as ours. */
export function buildCursor(spec: Json): Incremental {
  const [start, end] = [at(spec, 'range_start'), at(spec, 'range_end')];
  const options = entriesOf(spec).flatMap(([key, value]) => {
    const name = CURSOR_OPTIONS.get(key);
    return name === undefined ? [] : [[name, decodeValue(value)] as const];
  });
  const range = { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
  return incremental<unknown>(textAt(spec, 'cursor_path'), {
    ...Object.fromEntries(options),
    ...(Object.keys(range).length > 0 && { range }),
  } as IncrementalOptions<unknown>);
}
