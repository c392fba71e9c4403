import { SluiceError } from '@sluice/schema';
import { isArrow } from './arrow.ts';
import { checkHints } from './hints/check-hints.ts';
import type { ResourceHints, RunHints } from './hints/hints.ts';
import { isPromise } from './is-promise.ts';
import { isAsyncIterable, isCollection, isWebStream } from './read-data/kinds.ts';
import { notIterable } from './read-data/read-chunks.ts';
import { Resource, resource } from './resource.ts';
import { looseSource, Source } from './source.ts';

export interface ToSourcesOptions {
  /** Schema of loose resources and plain records: also the name of their source. */
  readonly schemaName: string;
  /** Hints of the run, laid over those of all resources; `table` names that of plain records. */
  readonly hints?: RunHints;
}

/**
 * What can be loaded, as sources: sources as they are, functions that make them called, loose resources gathered
 * under the name of the schema, plain records as a resource named by `table`. Resources of one name go into sources
 * of their own.
 *
 * @throws DATA_NOT_ITERABLE, TABLE_NAME_MISSING, and the codes of hints
 */
export async function toSources(data: unknown, options: ToSourcesOptions): Promise<readonly Source[]> {
  const { schemaName, hints = {} } = options;
  const { table, ...others } = hints;
  checkHints(hints, table ?? schemaName);
  const awaited = isPromise(data) ? await data : data;
  const parts = isListOfParts(awaited) ? awaited : [awaited];
  const sources: Source[] = [];
  const loose: Resource[][] = [];
  for (const part of parts) {
    const thing = isFactory(part) ? part() : part;
    if (thing instanceof Source) sources.push(thing);
    else addLoose(loose, thing instanceof Resource ? thing : plainResource(thing, table));
  }
  sources.push(...loose.map((resources) => looseSource(schemaName, resources)));
  const laid: ResourceHints = { ...others, ...(table !== undefined && { table }) };
  return sources.map((found) => overlay(found, laid));
}

/** A list counts as one of sources and resources when its first element is one. */
function isListOfParts(data: unknown): data is readonly unknown[] {
  return Array.isArray(data) && isPart(data[0]);
}

function isPart(value: unknown): boolean {
  return value instanceof Source || value instanceof Resource || isFactory(value);
}

function isFactory(value: unknown): value is () => Source {
  return typeof value === 'function' && 'sourceName' in value;
}

/** Each group has a name once. */
function addLoose(groups: Resource[][], found: Resource): void {
  const group = groups.find((resources) => resources.every(({ name }) => name !== found.name));
  if (group) group.push(found);
  else groups.push([found]);
}

function plainResource(data: unknown, table: string | undefined): Resource {
  const isData =
    typeof data === 'function' ||
    isArrow(data) ||
    isAsyncIterable(data) ||
    isWebStream(data) ||
    isCollection(data);
  if (!isData) throw notIterable(data);
  if (table) return resource(table, data as Iterable<unknown>);
  throw new SluiceError('TABLE_NAME_MISSING', 'Nothing says which table these records go to', {
    remedy: "Name it: run(records, { table: 'users' })",
  });
}

function overlay(found: Source, hints: ResourceHints): Source {
  if (Object.values(hints).every((hint) => hint === undefined)) return found;
  const { schemaContract } = hints;
  const isFixed = schemaContract !== undefined && typeof schemaContract !== 'function';
  return (isFixed ? found.configure({ schemaContract }) : found).with(hints);
}
