import type { SchemaContract } from '@sluice/schema';
import { type Resource, type ResourceHints, resource, type SourceOptions, source, transformer } from 'sluice';
import { at, entriesOf, type Json, listOf, textAt } from '../json/json.ts';
import { decodeValue } from '../units/values.ts';
import { buildCursor } from './build-cursor.ts';
import { camelKeys, toHints } from './hints.ts';
import { itemFlat, itemMap, itemTest, transformItems } from './items.ts';
import type { Observations } from './observations.ts';
import { type ProducerContext, produce } from './produce.ts';

/** What a run of a case hands to `run`: its sources, or its loose resources. */
export function buildData(run: Json, seen: Observations): unknown {
  const data = listOf(at(run, 'sources')).flatMap((spec): unknown[] => {
    const resources = buildResources(listOf(at(spec, 'resources')), seen);
    return at(spec, 'name') === undefined ? resources : [buildSource(spec, resources)];
  });
  return data.length === 1 ? data[0] : data;
}

function buildSource(spec: Json, resources: readonly Resource[]): unknown {
  const maxNesting = at(spec, 'max_table_nesting');
  const rootKey = at(spec, 'root_key');
  const contract = at(spec, 'schema_contract');
  const settings = at(spec, 'settings');
  const options: SourceOptions = {
    ...(maxNesting === undefined ? {} : { maxNesting: Number(maxNesting) }),
    ...(rootKey === undefined ? {} : { rootKey: rootKey === true }),
    ...(contract === undefined ? {} : { schemaContract: decodeValue(contract) as SchemaContract }),
    ...(settings === undefined ? {} : { settings: sourceSettings(settings) }),
  };
  const built = source(textAt(spec, 'name'), options, () => resources)();
  const selected = at(spec, 'with_resources');
  return selected === undefined ? built : built.select(...listOf(selected).map(String));
}

function sourceSettings(settings: Json): NonNullable<SourceOptions['settings']> {
  const names = new Map([
    ['detections', 'detections'],
    ['preferred_types', 'preferredTypes'],
    ['default_hints', 'defaultHints'],
  ]);
  return Object.fromEntries(
    entriesOf(settings).map(([key, value]) => [
      names.get(key) ?? key,
      key === 'default_hints' ? camelKeys(value) : decodeValue(value),
    ]),
  );
}

function buildResources(specs: readonly Json[], seen: Observations): Resource[] {
  const known = new Map<string, Resource>();
  for (const spec of specs) known.set(textAt(spec, 'name'), buildResource(spec, seen, known));
  return [...known.values()];
}

function buildResource(spec: Json, seen: Observations, known: ReadonlyMap<string, Resource>): Resource {
  const { fixed, byRow } = toHints(spec);
  const cursor = at(spec, 'incremental');
  const hints = { ...fixed, ...(cursor === undefined ? {} : { cursor: buildCursor(cursor) }) };
  let built = at(spec, 'from') === undefined ? producer(spec, hints, seen) : fed(spec, hints, known);
  if (Object.keys(byRow).length > 0) built = built.with(byRow);
  for (const step of stepsInOrder(listOf(at(spec, 'steps')))) built = addStep(built, step);
  return built;
}

function producer(spec: Json, hints: ResourceHints, seen: Observations): Resource {
  return resource(textAt(spec, 'name'), hints, (context: ProducerContext) => produce(spec, seen, context));
}

/** A transformer takes what its parent yields as it is: pages stay pages. */
function fed(spec: Json, hints: ResourceHints, known: ReadonlyMap<string, Resource>): Resource {
  const from = known.get(textAt(spec, 'from'));
  if (!from) throw new TypeError(`no resource ${textAt(spec, 'from')} before its transformer`);
  const transform = transformItems(at(spec, 'transform') ?? null);
  return transformer(textAt(spec, 'name'), { ...hints, from, pages: true }, transform);
}

/** `insert_at` puts a step among those before it; the producer is at 0. */
function stepsInOrder(steps: readonly Json[]): Json[] {
  const ordered: Json[] = [];
  for (const step of steps) {
    const place = at(step, 'insert_at');
    ordered.splice(place === undefined ? ordered.length : Number(place) - 1, 0, step);
  }
  return ordered;
}

function addStep(to: Resource, step: Json): Resource {
  switch (at(step, 'step')) {
    case 'map':
      return to.map(itemMap(step));
    case 'filter':
      return to.filter(itemTest(step));
    case 'yield_map':
      return to.flatMap(itemFlat(step));
    case 'limit':
      return to.limit({
        [at(step, 'count_rows') === true ? 'rows' : 'items']: Number(at(step, 'max_items')),
      });
    default:
      throw new TypeError(`unknown step ${String(at(step, 'step'))}`);
  }
}
