import type { Value } from '@sluice/schema';
import { at, type Json, textAt } from '../json/json.ts';
import { decodeValue } from '../units/values.ts';

/** A record as user code sees it: an object, or a Map where the case cares for the order of its keys. */
type Fields = ReadonlyMap<string, Value>;

function fieldsOf(item: unknown): Fields | null {
  if (item instanceof Map) return item as Fields;
  const isPlain =
    typeof item === 'object' && item !== null && Object.getPrototypeOf(item) === Object.prototype;
  return isPlain ? new Map(Object.entries(item as Record<string, Value>)) : null;
}

/** The same kind of record with other fields. */
function withFields(item: unknown, fields: Fields): Value {
  return item instanceof Map ? fields : Object.fromEntries(fields);
}

/** The value at a dotted path, null where there is none. */
export function pick(item: unknown, path: string): Value {
  let here: unknown = item;
  for (const part of path.split('.')) here = fieldsOf(here)?.get(part) ?? null;
  return here as Value;
}

function decodedAt(spec: Json, key: string): Value {
  return decodeValue(at(spec, key) ?? null);
}

/** What a `filter` step keeps. */
export function itemTest(spec: Json): (item: unknown) => boolean {
  const field = textAt(spec, 'field');
  const op = String(at(spec, 'op') ?? 'eq');
  const want = decodedAt(spec, 'value');
  const tests: Record<string, (value: Value) => boolean> = {
    eq: (value) => value === want,
    ne: (value) => value !== want,
    lt: (value) => Number(value) < Number(want),
    lte: (value) => Number(value) <= Number(want),
    gt: (value) => Number(value) > Number(want),
    gte: (value) => Number(value) >= Number(want),
    exists: (value) => value !== null,
    in: (value) => Array.isArray(want) && want.includes(value),
  };
  const test = tests[op];
  if (!test) throw new TypeError(`unknown filter ${op}`);
  return (item) => test(pick(item, field));
}

/** What a `map` step does to a record. A record that becomes null is dropped. */
export function itemMap(spec: Json): (item: unknown) => Value {
  const op = textAt(spec, 'fn');
  return (item) => {
    const fields = new Map(fieldsOf(item) ?? [['value', item as Value]]);
    switch (op) {
      case 'set':
        fields.set(textAt(spec, 'field'), decodedAt(spec, 'value'));
        break;
      case 'copy':
        fields.set(textAt(spec, 'to'), pick(item, textAt(spec, 'from')));
        break;
      case 'remove':
        fields.delete(textAt(spec, 'field'));
        break;
      case 'rename':
        return withFields(item, renamed(fields, textAt(spec, 'from'), textAt(spec, 'to')));
      case 'add':
        fields.set(textAt(spec, 'field'), Number(pick(item, textAt(spec, 'field'))) + Number(at(spec, 'by')));
        break;
      case 'none_if':
        if (pick(item, textAt(spec, 'field')) === decodedAt(spec, 'value')) return null;
        break;
      default:
        throw new TypeError(`unknown map ${op}`);
    }
    return withFields(item, fields);
  };
}

function renamed(fields: Fields, from: string, to: string): Fields {
  return new Map([...fields].map(([key, value]) => [key === from ? to : key, value]));
}

/** What a `yield_map` step makes of a record: several. */
export function itemFlat(spec: Json): (item: unknown) => Value[] {
  const op = textAt(spec, 'fn');
  if (op === 'explode') return (item) => explode(item, textAt(spec, 'field'), at(spec, 'keep'));
  if (op !== 'repeat') throw new TypeError(`unknown yield_map ${op}`);
  const copies = Array.from({ length: Number(at(spec, 'times')) }, (_, n) => n);
  return (item) => copies.map((n) => withFields(item, new Map([...(fieldsOf(item) ?? []), ['copy', n]])));
}

/** One record per element of `item[field]`; `keep`: target field → field of the parent. */
function explode(item: unknown, field: string, keep: Json | undefined): Value[] {
  const elements = pick(item, field);
  return (Array.isArray(elements) ? (elements as Value[]) : []).map((element) => {
    const fields = new Map(fieldsOf(element) ?? [['value', element]]);
    if (keep instanceof Map)
      for (const [target, source] of keep) fields.set(target, pick(item, String(source)));
    return withFields(element, fields);
  });
}

/** What a transformer makes of what its parent yielded: a record, or a page of them. */
export function transformItems(spec: Json): (item: unknown) => Generator<Value | Value[]> {
  const op = textAt(spec, 'fn');
  return function* transform(item) {
    const items: unknown[] = Array.isArray(item) ? item : [item];
    if (op === 'page_size') yield { size: items.length };
    else if (op === 'wrap') for (const one of items) yield { [textAt(spec, 'field')]: one as Value };
    else if (op === 'children') {
      for (const one of items) {
        const rows = explode(one, textAt(spec, 'field'), at(spec, 'keep'));
        if (at(spec, 'as_page') === true) yield rows;
        else yield* rows;
      }
    } else throw new TypeError(`unknown transformer ${op}`);
  };
}
