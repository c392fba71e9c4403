import { type Schema, SluiceError } from '@sluice/schema';
import { resourceSchema } from './describe/schema-of.ts';
import type { Element, Emitted } from './element.ts';
import { readRecords } from './engine/read-records.ts';
import { checkHints } from './hints/check-hints.ts';
import { combineHints } from './hints/combine-hints.ts';
import type { ResourceHints } from './hints/hints.ts';
import type { RecordHints } from './hints/record-hints.ts';
import type { Limit } from './limit.ts';
import type { Producer } from './producer.ts';
import type { ResourceDefinition } from './resource-definition.ts';
import type { StandardSchema } from './standard-schema.ts';
import type { Call, Step } from './steps.ts';

/**
 * Records of one kind, and how to load them. Nothing is read before somebody iterates; nothing ever changes: each
 * method returns a new resource.
 *
 * @typeParam N its name
 * @typeParam T a record
 */
export class Resource<N extends string = string, T = unknown> {
  readonly name: N;
  /** What it is made of: for engines. */
  readonly definition: ResourceDefinition;

  constructor(definition: ResourceDefinition & { readonly name: N }) {
    refuseContractByRecord(definition);
    this.name = definition.name;
    this.definition = definition;
  }

  /** Everything said about how to load it. */
  get hints(): ResourceHints {
    return this.definition.hints;
  }

  /** The schema that its hints define, before there is any data: see `describe`. @throws the codes of hints */
  get schema(): Schema {
    return resourceSchema(this);
  }

  /** Changes each record; null or undefined drops it. May be async: then records wait for each other. */
  map<U>(change: (record: T) => U): Resource<N, Element<Awaited<U>>> {
    return this.#withChange({ kind: 'map', call: change as Call });
  }

  /** Keeps the records for which the function says true. May be async. */
  filter<U extends T>(keep: (record: T) => record is U): Resource<N, U>;
  filter(keep: (record: T) => unknown): Resource<N, T>;
  filter(keep: (record: T) => unknown): Resource<N, T> {
    return this.#withStep({ kind: 'filter', call: keep as Call });
  }

  /** Makes any number of records of each: what it returns is a collection, one record, or nothing. May be async. */
  flatMap<U>(change: (record: T) => U): Resource<N, Emitted<U>> {
    return this.#withChange({ kind: 'flatMap', call: change as Call });
  }

  /** Looks at each record. Waits where the function is async. */
  tap(look: (record: T) => unknown): Resource<N, T> {
    return this.#withStep({ kind: 'tap', call: look as Call });
  }

  /**
   * Stops after so many records, pages or milliseconds, and closes what is being read. Counts what is left after all
   * steps and the cursor. A later limit replaces an earlier one.
   * @throws HINT_INVALID
   */
  limit(limit: number | Limit): Resource<N, T> {
    const parts = typeof limit === 'number' ? { rows: limit } : limit;
    for (const [part, value] of Object.entries(parts))
      if (!['rows', 'items', 'ms'].includes(part) || !(value === undefined || value >= 0))
        throw new SluiceError('HINT_INVALID', 'A limit is not what it should be', {
          place: { resource: this.name },
          remedy: 'Give a number of records, or { rows, items, ms } with numbers of 0 or more',
        });
    return this.#copy({ limit: parts });
  }

  /** Feeds a transformer with these records. Only the transformer is loaded, unless its source has this resource too. */
  pipe<M extends string, U>(transformer: Transformer<M, T, U>): Resource<M, U> {
    const { head } = transformer.definition;
    if (head.kind !== 'transformer')
      throw new SluiceError('TRANSFORMER_UNBOUND', 'Only a transformer can be fed with records', {
        place: { resource: transformer.name },
        remedy: 'Make it with transformer(name, options, fn)',
      });
    return new Resource({
      ...transformer.definition,
      name: transformer.name,
      head: { ...head, from: this },
      origin: transformer,
    });
  }

  /**
   * Lays hints over these: what is undefined stays, an empty value takes back. `record` is checked after the steps
   * added so far.
   * @throws HINT_UNKNOWN, HINT_INVALID, WRITE_DISPOSITION_UNKNOWN, DATA_TYPE_UNKNOWN
   */
  with<U, V>(hints: ResourceHints<T, V> & RecordHints<U>): Resource<N, U>;
  with<V>(hints: ResourceHints<T, V>): Resource<N, T>;
  with(hints: ResourceHints<T>): Resource<N, T> {
    checkHints(hints, this.name);
    const combined = combineHints(this.hints, hints as ResourceHints);
    const steps = hints.record ? [...this.definition.steps, validation(hints.record)] : this.definition.steps;
    return this.#copy({ hints: combined, steps });
  }

  /** The same under another name: with a state and, unless hints name one, a table of its own. */
  as<M extends string>(name: M): Resource<M, T> {
    checkName(name);
    return new Resource({ ...this.definition, name, origin: this });
  }

  /**
   * Its records, read outside a pipeline: nothing is loaded, states start empty and are thrown away.
   */
  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    yield* readRecords(this) as AsyncGenerator<T>;
  }

  #withStep<U>(step: Step): Resource<N, U> {
    return this.#copy({ steps: [...this.definition.steps, step] });
  }

  /** What comes out is no longer what the schema of the records says: it is not asked about columns any more. */
  #withChange<U>(step: Step): Resource<N, U> {
    const { record: _, ...hints } = this.hints;
    return this.#copy({ hints, steps: [...this.definition.steps, step] });
  }

  #copy<U>(changes: Partial<ResourceDefinition>): Resource<N, U> {
    return new Resource<N, U>({ ...this.definition, ...changes, name: this.name, origin: this });
  }
}

/** A resource whose records are made from those of another. Without `from`, `pipe` says which. */
export interface Transformer<N extends string, In, Out> extends Resource<N, Out> {
  /** What it takes. */
  takes?(item: In): void;
}

/**
 * A resource: records of one kind under one name, and how to load them.
 *
 * ```ts
 * resource('users', { primaryKey: 'id', writeDisposition: 'merge' }, async function* ({ http, signal }) {
 *   yield* http.paginate('/users', { signal });
 * });
 * ```
 *
 * @throws RESOURCE_NAME_INVALID, HINT_UNKNOWN, HINT_INVALID, WRITE_DISPOSITION_UNKNOWN, DATA_TYPE_UNKNOWN
 */
export function resource<const N extends string, T, V = never>(
  name: N,
  hints: ResourceHints<never, V> & RecordHints<T>,
  producer: Producer<unknown, V>,
): Resource<N, T>;
export function resource<const N extends string, Y, V = never>(
  name: N,
  hints: ResourceHints<never, V>,
  producer: Producer<Y, V>,
): Resource<N, Element<Y>>;
export function resource<const N extends string, Y>(name: N, producer: Producer<Y>): Resource<N, Element<Y>>;
export function resource(
  name: string,
  hintsOrProducer: ResourceHints | Producer<unknown>,
  producer?: Producer<unknown>,
): Resource {
  checkName(name);
  const [hints, data] =
    producer === undefined
      ? [{}, hintsOrProducer as Producer<unknown>]
      : [hintsOrProducer as ResourceHints, producer];
  checkHints(hints, name);
  return new Resource({
    name,
    hints: combineHints({}, hints),
    head: { kind: 'producer', producer: data as Producer<unknown, unknown> },
    steps: hints.record ? [validation(hints.record)] : [],
    limit: null,
    origin: null,
  });
}

export function validation(schema: StandardSchema): Step {
  return { kind: 'validate', schema };
}

/** Records are checked before there is a table they could go to. @throws HINT_INCONSISTENT */
function refuseContractByRecord({ name, hints, steps }: ResourceDefinition): void {
  if (typeof hints.schemaContract !== 'function' || steps.every(({ kind }) => kind !== 'validate')) return;
  throw new SluiceError(
    'HINT_INCONSISTENT',
    'Records are checked under one contract, and the hint finds several',
    {
      place: { resource: name },
      remedy: 'Give schemaContract a value, or leave out `record`',
    },
  );
}

/** @throws RESOURCE_NAME_INVALID */
export function checkName(name: unknown): void {
  if (typeof name === 'string' && name.trim() !== '') return;
  throw new SluiceError('RESOURCE_NAME_INVALID', 'A resource or source has no name', {
    remedy: 'Give it a name of at least one visible character',
  });
}
