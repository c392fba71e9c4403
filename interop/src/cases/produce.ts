import { materialize, withHints, withTable } from 'sluice';
import { at, entriesOf, type Json, listOf, textAt } from '../json/json.ts';
import { decodeValue } from '../units/values.ts';
import { arrowTable } from './arrow-table.ts';
import { toHints } from './hints.ts';
import type { Observations } from './observations.ts';

/** What the body of a case's resource needs of its context. */
export interface ProducerContext {
  readonly cursor: unknown;
  readonly state: Record<string, unknown>;
  readonly sourceState: Record<string, unknown>;
}

/** The body of every resource of a case: writes and reads state, then yields what the case says. */
export function* produce(spec: Json, seen: Observations, context: ProducerContext): Generator<unknown> {
  const name = textAt(spec, 'name');
  seen.of(name);
  if (at(spec, 'incremental', 'aware') === true) seen.note(name, 'cursor', cursorFacts(context.cursor));
  if (at(spec, 'state') !== undefined) write(context.state, at(spec, 'state'));
  const readState = listOf(at(spec, 'read_state')).map(String);
  if (readState.length > 0) {
    seen.note(name, 'state', new Map(readState.map((key) => [key, context.state[key] ?? null])));
  }
  // Looking at a state is enough to bring it into being, here as there.
  if (at(spec, 'source_state') !== undefined) write(context.sourceState, at(spec, 'source_state'));
  for (const element of listOf(at(spec, 'data'))) {
    seen.pulled(name);
    const op = at(element, '$do');
    if (op === undefined) yield decodeValue(element);
    else if (op === 'raise') throw new Error(String(at(element, 'message') ?? 'case'));
    else if (op === 'state') write(context.state, at(element, 'set'));
    else yield special(String(op), element);
  }
}

function special(op: string, element: Json): unknown {
  const item = decodeValue(at(element, 'item') ?? null);
  switch (op) {
    case 'table':
      return withTable(item, textAt(element, 'name'));
    case 'hints': {
      const { fixed, byRow } = toHints(at(element, 'hints') ?? null);
      return withHints(item, { ...fixed, ...byRow }, { variant: at(element, 'variant') === true });
    }
    case 'materialize':
      return materialize();
    case 'arrow':
      return arrowTable(element);
    default:
      throw new TypeError(`unknown $do ${op}`);
  }
}

function write(state: Record<string, unknown>, values: Json | undefined): void {
  for (const [key, value] of entriesOf(values)) state[key] = decodeValue(value);
}

function cursorFacts(cursor: unknown): ReadonlyMap<string, unknown> {
  const { initialValue, startValue, lastValue, endValue } = cursor as Record<string, unknown>;
  return new Map([
    ['initial_value', initialValue],
    ['start_value', startValue],
    ['last_value', lastValue],
    ['end_value', endValue],
  ]);
}
