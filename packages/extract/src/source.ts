import {
  checkSchemaOptions,
  isSluiceError,
  type Schema,
  type SchemaContract,
  type SchemaOptions,
  SluiceError,
} from '@sluice/schema';
import type { SourceContext } from './context.ts';
import { schemaOf } from './describe/schema-of.ts';
import { detachedContext } from './detached-context.ts';
import type { OpenedSource } from './engine/opened-source.ts';
import type { ResourceHints } from './hints/hints.ts';
import { isPromise } from './is-promise.ts';
import type { Limit } from './limit.ts';
import { checkName, Resource } from './resource.ts';

/** What holds for the whole schema of a source. */
export type SourceOptions = SchemaOptions;

interface Parts extends SourceOptions {
  readonly name: string;
  readonly ownsSchema: boolean;
  readonly make: (context: SourceContext) => readonly Resource[] | Promise<readonly Resource[]>;
  readonly selection: readonly string[] | null;
  readonly changes: readonly ((resource: Resource) => Resource)[];
}

/**
 * Resources that share one schema, which has the name of the source. Its function runs when the source is extracted,
 * and anew each time; nothing ever changes: each method returns a new source.
 *
 * @typeParam R its resources
 */
export class Source<R extends Resource = Resource> {
  readonly name: string;
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.name = parts.name;
    this.#parts = parts;
  }

  /**
   * Whether the settings of the schema are its own: what it leaves open is then as in a new schema. False for loose
   * resources and plain records: they go into a schema as it is.
   */
  get ownsSchema(): boolean {
    return this.#parts.ownsSchema;
  }

  get maxNesting(): number | undefined {
    return this.#parts.maxNesting;
  }

  get rootKey(): boolean | undefined {
    return this.#parts.rootKey;
  }

  get schemaContract(): SchemaContract | undefined {
    return this.#parts.schemaContract;
  }

  get settings(): SourceOptions['settings'] {
    return this.#parts.settings;
  }

  /**
   * Its resources by name. To find them, the function runs without a pipeline: `http` cannot be used there.
   * @throws SOURCE_ASYNC where the function is async, SOURCE_INVALID, RESOURCE_DUPLICATE
   */
  get resources(): { readonly [K in R as K['name']]: K } {
    const resources = this.#list(detachedContext());
    if (isPromise(resources))
      throw new SluiceError('SOURCE_ASYNC', 'The resources of this source are only known once it runs', {
        place: { source: this.name },
        remedy: 'Make the function of the source synchronous, or use select() and with()',
      });
    const entries = resources.map((resource) => [resource.name, this.#change(resource)]);
    return Object.fromEntries(entries) as { readonly [K in R as K['name']]: K };
  }

  /**
   * The schema that the hints of its resources define, before there is any data. Of hints that depend on a record,
   * nothing: `describe` can be given one.
   * @throws SOURCE_ASYNC where the function is async, SOURCE_INVALID, and the codes of hints
   */
  get schema(): Schema {
    const resources: readonly Resource[] = Object.values(this.resources);
    return schemaOf(
      this.name,
      resources.filter((resource) => this.#isSelected(resource)),
      this.#parts,
    );
  }

  /**
   * Exactly these resources are loaded. Others are still read where a transformer needs them.
   * @throws RESOURCE_UNKNOWN, at once or, where the resources are only known once it runs, by the extraction
   */
  select<K extends R['name']>(...names: readonly K[]): Source<Extract<R, { name: K }>> {
    const selected = this.#copy<Extract<R, { name: K }>>({ selection: names });
    try {
      const known = this.#list(detachedContext());
      if (isPromise(known)) known.catch(() => {});
      else selected.#checkSelection(known);
    } catch (error) {
      // What fails without a pipeline may do with one.
      if (isSluiceError(error, 'RESOURCE_UNKNOWN')) throw error;
    }
    return selected;
  }

  /**
   * Lays hints over those of every resource; a function finds them for each:
   * `github().with(({ name }) => ({ table: \`github_${name}\` }))`.
   * @throws the codes of `Resource.with`
   */
  with(hints: ResourceHints | ((resource: Resource) => ResourceHints)): Source<R> {
    const hintsOf = typeof hints === 'function' ? hints : () => hints;
    return this.#changed((resource) => resource.with(hintsOf(resource) as ResourceHints<unknown>));
  }

  /** Stops each resource there. Transformers go on as long as they are fed. */
  limit(limit: number | Limit): Source<R> {
    return this.#changed((resource) =>
      resource.definition.head.kind === 'producer' ? resource.limit(limit) : resource,
    );
  }

  /** The same under another name: with a schema and a state of its own. */
  as(name: string): Source<R> {
    checkName(name);
    return this.#copy({ name });
  }

  /**
   * Changes what holds for the whole schema; what is undefined stays.
   * @throws HINT_UNKNOWN, HINT_INVALID, DATA_TYPE_UNKNOWN, DETECTION_UNKNOWN, PATTERN_INVALID
   */
  configure(options: SourceOptions): Source<R> {
    checkSchemaOptions(options, { source: this.name });
    const set = Object.entries(options).filter(([, value]) => value !== undefined);
    return this.#copy(Object.fromEntries(set));
  }

  /**
   * Runs the function of the source: for engines.
   * @throws SOURCE_INVALID, RESOURCE_DUPLICATE, RESOURCE_UNKNOWN, and what the function throws
   */
  async open(context: SourceContext): Promise<OpenedSource> {
    const resources = await this.#list(context);
    this.#checkSelection(resources);
    return {
      resources,
      isSelected: (resource) => this.#isSelected(resource),
      change: (resource) => (resource instanceof Resource ? this.#change(resource) : resource),
    };
  }

  #isSelected({ name, hints }: Pick<Resource, 'name' | 'hints'>): boolean {
    const { selection } = this.#parts;
    return selection ? selection.includes(name) : hints.selected !== false;
  }

  #list(context: SourceContext): readonly Resource[] | Promise<readonly Resource[]> {
    const made = this.#parts.make(context);
    return isPromise(made) ? made.then((list) => this.#checked(list)) : this.#checked(made);
  }

  #checked(resources: readonly Resource[]): readonly Resource[] {
    const place = { source: this.name };
    if (!isListOfResources(resources))
      throw new SluiceError('SOURCE_INVALID', 'The function of a source did not return a list of resources', {
        place,
        remedy: 'Return an array: [issues, comments]',
      });
    const names = new Set<string>();
    for (const { name } of resources) {
      if (names.has(name)) throw duplicate(this.name, name);
      names.add(name);
    }
    return resources;
  }

  #checkSelection(resources: readonly Resource[]): void {
    const names = resources.map(({ name }) => name);
    for (const name of this.#parts.selection ?? [])
      if (!names.includes(name))
        throw new SluiceError('RESOURCE_UNKNOWN', `There is no resource ${JSON.stringify(name)}`, {
          place: { source: this.name },
          remedy: names.length > 0 ? `Use one of ${names.join(', ')}` : 'The source has no resources',
        });
  }

  #change(resource: Resource): Resource {
    return this.#parts.changes.reduce((changed, change) => change(changed), resource);
  }

  #changed(change: (resource: Resource) => Resource): Source<R> {
    return this.#copy({ changes: [...this.#parts.changes, change] });
  }

  #copy<K extends Resource = R>(changes: Partial<Parts>): Source<K> {
    return new Source({ ...this.#parts, ...changes });
  }
}

function isListOfResources(list: unknown): boolean {
  return Array.isArray(list) && list.every((entry) => entry instanceof Resource);
}

/** What `source` returns: called, it makes a source. */
export type SourceFactory<R extends Resource, A> = (undefined extends A
  ? (args?: A) => Source<R>
  : (args: A) => Source<R>) & {
  readonly sourceName: string;
};

type Make<R, A> = (context: SourceContext, args: A) => R | Promise<R>;

/**
 * A source: resources that belong together, under one schema.
 *
 * ```ts
 * const github = source('github', ({ config }) => [issues(config), comments(config)]);
 * await pipeline.run(github());
 * ```
 *
 * The function may take one argument of its own, and may be async. Within a source, `from` of a transformer means
 * the resource of that name: a changed copy in the list takes the place of the original.
 *
 * @throws RESOURCE_NAME_INVALID, HINT_UNKNOWN, HINT_INVALID, DATA_TYPE_UNKNOWN, DETECTION_UNKNOWN, PATTERN_INVALID
 */
export function source<const R extends readonly Resource[], A = undefined>(
  name: string,
  fn: Make<R, A>,
): SourceFactory<R[number], A>;
export function source<const R extends readonly Resource[], A = undefined>(
  name: string,
  options: SourceOptions,
  fn: Make<R, A>,
): SourceFactory<R[number], A>;
export function source(
  name: string,
  optionsOrFn: SourceOptions | Make<readonly Resource[], unknown>,
  fn?: Make<readonly Resource[], unknown>,
): SourceFactory<Resource, unknown> {
  checkName(name);
  const [options, make] = typeof optionsOrFn === 'function' ? [{}, optionsOrFn] : [optionsOrFn, fn];
  if (typeof make !== 'function')
    throw new SluiceError('SOURCE_INVALID', 'A source needs a function that returns its resources', {
      place: { source: name },
      remedy: 'Write source(name, (context) => [resource(…)])',
    });
  checkSchemaOptions(options, { source: name });
  const factory = (args: unknown) =>
    new Source({
      ...options,
      name,
      ownsSchema: true,
      make: (context) => make(context, args),
      selection: null,
      changes: [],
    });
  return Object.assign(factory, { sourceName: name });
}

/** Resources that belong to no source, to be loaded into a schema. */
export function looseSource(schemaName: string, resources: readonly Resource[]): Source {
  return new Source({
    name: schemaName,
    ownsSchema: false,
    make: () => resources,
    selection: null,
    changes: [],
  });
}

function duplicate(source: string, resource: string): SluiceError {
  return new SluiceError('RESOURCE_DUPLICATE', 'Two different resources of a source have one name', {
    place: { source, resource },
    remedy: 'Rename one of them with as(name)',
  });
}
