import { join, resolve } from 'node:path';
import { type Dataset, dataset as openDataset } from '@sluice/dataset';
import { consoleLogger, type Source, toSources } from '@sluice/extract';
import {
  type Connection,
  checkDestination,
  type EarlyStaging,
  keepsCase,
  type LoadedPackage,
  type LoadFailure,
  type PackageStore,
  packageStore,
  retrying,
  type SealedPackage,
} from '@sluice/load';
import { type Discard, defaultSchemaName, type Schema, type TimeZone, timeZone } from '@sluice/schema';
import { checkCallOptions, checkPipelineOptions } from './check-options.ts';
import { type Datasets, datasetsOf } from './datasets.ts';
import { extractPackages } from './extraction.ts';
import { lockFolder } from './folder-lock.ts';
import { advanceHead, bringsChanges, emptyHead, type Head, readHead } from './head.ts';
import { type LoadCall, Loading } from './loading.ts';
import { readLocalHead, writeLocalHead } from './local-head.ts';
import { namingFor } from './naming-for.ts';
import { nodeRuntime as runtime } from './node-runtime.ts';
import {
  type LoadRunOptions,
  limitsOf,
  type PipelineOptions,
  type RunOptions,
  strategiesOf,
} from './options.ts';
import type { Pipeline } from './pipeline.ts';
import { readHeads } from './read-heads.ts';
import { allDiscards, nameIn, type RunInfo, runInfo, tableChanges } from './run-info.ts';
import { SchemaFiles } from './schema-files.ts';
import type { NamingOptions } from './starting-schema.ts';

/**
 * Makes a pipeline. Nothing is opened or written before its first operation, and nothing stays open after one.
 * @throws OPTION_UNKNOWN, OPTION_INVALID, PIPELINE_NAME_INVALID, TIME_ZONE_UNKNOWN, CONTRACT_VERSION_UNSUPPORTED,
 * IDENTIFIER_TOO_LONG, IDENTIFIER_UNSUPPORTED
 */
export function pipeline(options: PipelineOptions): Pipeline {
  return new LocalPipeline(options);
}

class LocalPipeline implements Pipeline {
  readonly name: string;
  readonly #options: PipelineOptions;
  readonly #datasets: Datasets;
  readonly #timeZone: TimeZone | null;
  readonly #naming: NamingOptions | undefined;
  readonly #schemaFiles: SchemaFiles | null;
  readonly #folder: string;
  readonly #store: PackageStore;
  readonly #loading: Loading;
  #head: Head = emptyHead;

  constructor(options: PipelineOptions) {
    checkPipelineOptions(options);
    checkDestination(options.destination);
    this.#options = options;
    this.name = options.name;
    this.#naming = typeof options.naming === 'string' ? { convention: options.naming } : options.naming;
    this.#schemaFiles = options.schemaFiles ? new SchemaFiles(options.schemaFiles, runtime) : null;
    const { identifiers } = options.destination.capabilities;
    const { normalizeDataset = true, datasetPerSchema = false } = options;
    this.#datasets = datasetsOf({
      raw: this.#rawDataset,
      naming: namingFor(this.#naming?.convention ?? 'snake_case', identifiers, runtime),
      isNormalized: normalizeDataset,
      isPerSchema: datasetPerSchema,
      identifiers,
    });
    this.#timeZone = timeZone(options.timezone ?? 'UTC');
    this.#folder = join(resolve(options.workDir ?? process.env.SLUICE_DIR ?? '.sluice'), options.name);
    this.#store = packageStore(join(this.#folder, 'packages'));
    this.#loading = new Loading(this.#store, options);
  }

  get datasetName(): string {
    return this.#datasets.main;
  }

  get #rawDataset(): string {
    return this.#options.dataset ?? `${this.#options.name}_dataset`;
  }

  get state() {
    return this.#head.state;
  }

  get schemas() {
    return this.#head.schemas;
  }

  get schema() {
    return this.#head.schemas.get(this.#head.state?.default_schema_name ?? '');
  }

  run(data: unknown, options: RunOptions = {}): Promise<RunInfo> {
    const started = Date.now();
    return this.#locked(async () => {
      const { signal } = options;
      const earlier = await this.#loadPending({ signal });
      const unloaded: Discard[] = [];
      const early = new Map<string, EarlyStaging>();
      try {
        await this.#extract(data, options, (discarded) => unloaded.push(...discarded), early);
        const loaded = [...earlier, ...(await this.#loadPending({ signal }, early))];
        return this.#info(loaded, started, unloaded);
      } finally {
        for (const staging of early.values()) await staging.abandon();
      }
    });
  }

  extract(data: unknown, options: RunOptions = {}): Promise<readonly string[]> {
    return this.#locked(async () => {
      const sealed = await this.#extract(data, options, (discarded) => this.#warnOfNothing(discarded));
      return sealed.map(({ manifest }) => manifest.loadId);
    });
  }

  async normalize(): Promise<Readonly<Record<string, number>>> {
    const rows: Record<string, number> = {};
    for (const { manifest } of await this.#store.sealed())
      for (const { name: table, parts } of manifest.tables) {
        const name = nameIn(manifest.dataset, table, this.datasetName);
        rows[name] = (rows[name] ?? 0) + parts.reduce((sum, part) => sum + part.rows, 0);
      }
    return rows;
  }

  load(options: LoadRunOptions = {}): Promise<RunInfo> {
    const started = Date.now();
    return this.#locked(async () => {
      checkCallOptions('load', options);
      await this.#store.removeUnsealed();
      return this.#info(await this.#loadPending(options), started);
    });
  }

  retry(options: LoadRunOptions & { readonly loadId?: string } = {}): Promise<RunInfo> {
    const started = Date.now();
    return this.#locked(async () => {
      checkCallOptions('retry', options);
      await this.#store.removeUnsealed();
      await this.#loading.sealFailed(options.loadId);
      return this.#info(await this.#loadPending(options), started);
    });
  }

  failures(): Promise<readonly LoadFailure[]> {
    return this.#store.failures();
  }

  sync(): Promise<void> {
    return this.#locked(async () => {
      this.#head = await this.#readDestination([]);
      await writeLocalHead(this.#folder, this.#head, runtime);
      for (const schema of this.#head.schemas.values()) await this.#schemaFiles?.export(schema);
    });
  }

  async pending(): Promise<readonly string[]> {
    return (await this.#store.sealed()).map(({ manifest }) => manifest.loadId);
  }

  abort(): Promise<readonly string[]> {
    return this.#locked(() => this.#loading.abort());
  }

  dataset(schema?: string): Dataset {
    let head = this.#head;
    return openDataset(async () => {
      const { identifiers } = this.#options.destination.capabilities;
      // The schemas know which dataset is whose, and whether its names keep their case.
      const isAsked = this.#datasets.isPerSchema || identifiers.case !== 'preserve';
      if (this.#head !== emptyHead) head = this.#head;
      else if (isAsked && head === emptyHead) head = await this.#readDestination([]);
      const main = head.state?.default_schema_name;
      const convention = head.schemas.get(schema ?? main ?? '')?.normalizers.names;
      return this.#open(
        schema === undefined ? undefined : this.#datasets.of(schema, main),
        convention === undefined ? undefined : keepsCase(convention, identifiers),
      );
    });
  }

  async close(): Promise<void> {}

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The data as sources, the run's options laid over their own hints. */
  #sources(data: unknown, options: RunOptions): Promise<readonly Source[]> {
    const { signal: _, schemaName, ...hints } = options;
    const known = this.#head.state?.default_schema_name;
    return toSources(data, {
      schemaName: schemaName ?? known ?? defaultSchemaName(this.name, runtime),
      hints,
    });
  }

  /** What extraction starts from: the destination's truth, and what waits in sealed packages on top of it. */
  async #readHead(
    schemaNames: readonly string[],
    pending: readonly SealedPackage[],
    signal: AbortSignal | undefined,
  ): Promise<Head> {
    const { restore, retry, destination } = this.#options;
    const head =
      restore === false
        ? await readLocalHead(this.#folder, runtime)
        : await retrying(() => this.#readDestination(schemaNames), {
            retry,
            signal,
            mayPass: (error) => destination.classify(error) === 'transient',
          });
    // Rows that wait to be retried bring the schema of when they were extracted, which is no place to go on from.
    const waiting = pending.filter(({ manifest }) => bringsChanges(manifest));
    return advanceHead(head, waiting, runtime);
  }

  /** @param names of schemas that may have datasets of their own without a state that tells */
  async #readDestination(names: readonly string[]): Promise<Head> {
    const { name, datasetName } = this;
    if (!this.#datasets.isPerSchema)
      return this.#connected((connection) => readHead(connection, name, datasetName, runtime));
    const known = await readLocalHead(this.#folder, runtime);
    const schemaNames = [...names, ...known.schemas.keys()];
    const open = (dataset: string) => this.#open(dataset);
    return readHeads({ pipeline: name, datasets: this.#datasets, runtime, schemaNames, open });
  }

  async #extract(
    data: unknown,
    options: RunOptions,
    onDiscardedAll: (discarded: readonly Discard[]) => void,
    early: Map<string, EarlyStaging> | null = null,
  ): Promise<readonly SealedPackage[]> {
    await this.#store.removeUnsealed();
    await this.#options.destination.checkWritable?.();
    const pending = await this.#store.sealed();
    this.#head = await this.#readHead([], pending, options.signal);
    const sources = await this.#sources(data, options);
    const names = sources.map((source) => source.name);
    if (this.#datasets.isPerSchema && names.some((name) => !this.#head.schemas.has(name)))
      this.#head = await this.#readHead(names, pending, options.signal);
    return extractPackages({
      pipeline: this.name,
      dataset: this.#rawDataset,
      datasets: this.#datasets,
      sources,
      head: this.#head,
      predecessor: pending.at(-1)?.manifest.loadId ?? (await this.#store.loaded()).at(-1) ?? null,
      destination: this.#options.destination,
      store: this.#store,
      runtime,
      naming: this.#naming,
      schemaFiles: this.#schemaFiles,
      timeZone: this.#timeZone,
      arrow: this.#options.arrow,
      limits: limitsOf(this.#options),
      strategies: strategiesOf(this.#options),
      onTableFailure: this.#options.onTableFailure ?? 'stop',
      // A plan on top of packages that are not loaded yet would compare with what they will have changed.
      plansAhead: this.#options.restore !== false && pending.length === 0,
      early: pending.length === 0 ? early : null,
      logger: this.#options.logger ?? consoleLogger,
      signal: options.signal,
      onDiscardedAll,
    });
  }

  /** Loads what waits; afterwards the next extraction goes on from there. */
  #loadPending(call: LoadCall, early?: ReadonlyMap<string, EarlyStaging>): Promise<readonly LoadedPackage[]> {
    const onLoaded = async (sealed: SealedPackage, schema: Schema): Promise<void> => {
      const head = this.#head === emptyHead ? await readLocalHead(this.#folder, runtime) : this.#head;
      const before = head.schemas.get(schema.name);
      this.#head = advanceHead(head, [{ ...sealed, schema }], runtime);
      await writeLocalHead(this.#folder, this.#head, runtime);
      await this.#schemaFiles?.write(schema, before);
    };
    return this.#loading.load(call, onLoaded, early);
  }

  /** Runs one operation that changes the working folder: no other one may, in any process. */
  async #locked<T>(work: () => Promise<T>): Promise<T> {
    const unlock = await lockFolder(this.#folder, this.name);
    try {
      return await work();
    } finally {
      await unlock();
    }
  }

  #open(dataset = this.datasetName, keepsCase = this.#datasets.keepsCase): Promise<Connection> {
    return this.#options.destination.open({ dataset, keepsCase });
  }

  async #connected<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.#open();
    try {
      return await work(connection);
    } finally {
      await connection.close();
    }
  }

  /** Whoever only extracts gets no information about a load. */
  #warnOfNothing(discarded: readonly Discard[]): void {
    const { logger = consoleLogger } = this.#options;
    for (const { table, rows } of discarded)
      logger.warn('A schema contract leaves nothing to be loaded', { table, rows });
  }

  #info(loaded: readonly LoadedPackage[], started: number, unloaded: readonly Discard[] = []): RunInfo {
    const { destination } = this.#options;
    return runInfo({
      pipeline: this.name,
      destination: destination.name,
      location: destination.location,
      dataset: this.datasetName,
      loadIds: loaded.map(({ loadId }) => loadId),
      tables: tableChanges(loaded, this.datasetName),
      discarded: allDiscards(loaded, unloaded, this.datasetName),
      failures: loaded.flatMap(({ failures }) => failures),
      startedAt: new Date(started).toISOString(),
      seconds: (Date.now() - started) / 1000,
    });
  }
}
