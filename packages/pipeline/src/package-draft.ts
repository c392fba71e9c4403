import { readFileSync } from 'node:fs';
import type { Encoder } from '@sluice/formats';
import type {
  Destination,
  EarlyStaging,
  PackageContents,
  PackageStore,
  PackageWriter,
  PartFile,
  PreparedPackage,
} from '@sluice/load';
import { newLoadId, partJob } from '@sluice/load';
import { type ArrowOptions, createNormalizer, type Normalizer } from '@sluice/normalize';
import {
  bumpSchema,
  type ColumnBatch,
  DiscardCounts,
  isComplete,
  type Naming,
  type Runtime,
  type Schema,
  type SluiceError,
  stringifySchema,
  type Table,
  type TimeZone,
} from '@sluice/schema';
import { FileFormats } from './file-formats.ts';
import type { BatchLimits } from './options.ts';

export interface DraftOptions {
  readonly store: PackageStore;
  readonly destination: Destination;
  readonly runtime: Runtime;
  readonly naming: Naming;
  /** Grows as records come: the draft's own copy. */
  readonly schema: Schema;
  /** The schema as the loads so far have left it. */
  readonly stored: Schema | undefined;
  /** Whether an integer column from before may become one of doubles, unless a hint declares its type. */
  readonly widen: boolean;
  /** Where values are stored in another time zone than UTC. */
  readonly timeZone: TimeZone | null;
  readonly arrow: ArrowOptions | undefined;
  readonly limits: BatchLimits;
  /** Whether rows that lack a value they must have are refused here, or by the destination. */
  readonly refusesNulls: boolean;
  /** Makes what brings parts to the destination early, by load id; null where nothing does. */
  readonly early: ((loadId: string) => EarlyStaging) | null;
  /** Takes what is lawful but probably not meant. */
  readonly onWarning: (warning: SluiceError) => void;
  /** The newest load so far: the package gets a later id. */
  readonly after: string | undefined;
}

/** A part file, and its integer columns: what widening would have to rewrite. */
interface DraftPart {
  readonly file: PartFile;
  readonly encoder: Encoder;
  readonly integers: ReadonlySet<string>;
}

/** A load package being filled: one schema, its normalizer and the part files written so far. */
export class PackageDraft {
  readonly schema: Schema;
  readonly naming: Naming;
  readonly normalizer: Normalizer;
  /** What its parts are written in. */
  readonly formats: FileFormats;
  /** What contracts left out of it. */
  readonly discards = new DiscardCounts();
  /** Rows per table, once finished; tables that only take part have none. */
  rows: ReadonlyMap<string, number> = new Map();
  readonly #runtime: Runtime;
  readonly #writer: PackageWriter;
  /** Where parts go at once; null where they wait, as the last ones do. */
  #early: EarlyStaging | null;
  readonly #baseHash: string | null;
  readonly #baseColumns: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #parts: DraftPart[] = [];
  readonly #widened = new Map<string, Set<string>>();
  /** By table: the columns whose type a hint declares. */
  readonly #declared = new Map<string, Set<string>>();

  static async create(options: DraftOptions): Promise<PackageDraft> {
    const formats = await FileFormats.load(options.destination, options.schema);
    return new PackageDraft(options, formats, await options.store.create(newLoadId(options.after)));
  }

  private constructor(options: DraftOptions, formats: FileFormats, writer: PackageWriter) {
    const { destination, runtime, naming, schema, stored, timeZone, arrow } = options;
    const { maxBatchBytes, maxBatchRows } = options.limits;
    this.schema = schema;
    this.naming = naming;
    this.#runtime = runtime;
    this.formats = formats;
    this.#writer = writer;
    this.#baseHash = stored?.version_hash || null;
    this.#baseColumns = new Map(
      [...(stored?.tables ?? [])].map(([name, table]) => [name, completeNames(table.columns)]),
    );
    this.#early = options.early?.(writer.loadId) ?? null;
    this.normalizer = createNormalizer({
      schema,
      naming,
      runtime,
      loadId: writer.loadId,
      types: destination.capabilities.types,
      mergeStrategies: destination.capabilities.mergeStrategies,
      timeZone,
      ...(arrow && { arrow }),
      ...(maxBatchBytes !== undefined && { maxBufferBytes: maxBatchBytes }),
      ...(maxBatchRows !== undefined && { maxBatchRows }),
      ...(options.widen && { mayWiden: (table, column) => !this.#declared.get(table)?.has(column) }),
      refusesNulls: options.refusesNulls,
      onWarning: options.onWarning,
      onBatch: (batch) => this.#writeBatch(batch),
      onDiscard: (discard, count) => this.discards.add(discard, count),
      onWidened: (table, column) => {
        this.#widened.set(table, (this.#widened.get(table) ?? new Set()).add(column));
      },
    });
  }

  #writeBatch(batch: ColumnBatch): void {
    const { table, rows } = batch;
    const columns = batch.columns.map(({ name }) => name);
    const integers = batch.columns.filter(({ type }) => type.kind === 'int64').map(({ name }) => name);
    const nulls = batch.columns.filter(({ nullCount }) => nullCount > 0).map(({ name }) => name);
    const encoder = this.formats.encoderOf(this.schema, table);
    const content = { table, format: encoder.format, rows, columns, nulls };
    const file = this.#writer.writePart(content, encoder.encode(batch));
    this.#parts.push({ file, encoder, integers: new Set(integers) });
    this.#early?.add(partJob(this.#writer.loadId, file, file.path, this.schema));
  }

  /** Takes note of the types that hints declare. */
  declare(definitions: readonly Table[]): void {
    for (const { name, columns } of definitions) {
      const declared = this.#declared.get(name) ?? new Set();
      for (const column of columns.values()) if (isComplete(column)) declared.add(column.name);
      this.#declared.set(name, declared);
    }
  }

  /** Writes out what is buffered and gives every part the types that the schema ended up with. */
  finish(): void {
    const early = this.#early;
    // What is written from here on is loaded in a moment.
    this.#early = null;
    this.rows = this.normalizer.finish();
    for (const { file, encoder, integers } of this.#parts) {
      const columns = [...(this.#widened.get(file.table) ?? [])].filter((column) => integers.has(column));
      if (columns.length === 0) continue;
      early?.forget();
      this.#writer.rewritePart(file, encoder.widen(readFileSync(file.path), columns));
    }
    bumpSchema(this.schema, this.#runtime);
  }

  /** Whether loading it would change nothing. */
  get isEmpty(): boolean {
    return this.rows.size === 0;
  }

  /** Completes it, for the store to seal. The contents say what the draft does not know itself. */
  prepare(
    contents: Pick<
      PackageContents,
      'pipeline' | 'dataset' | 'predecessor' | 'baseStateHash' | 'state' | 'codeVersion'
    >,
  ): Promise<PreparedPackage> {
    const written = new Set(this.#parts.map(({ file }) => file.table));
    return this.#writer.prepare({
      ...contents,
      schema: this.schema,
      document: stringifySchema(this.schema),
      baseSchemaHash: this.#baseHash,
      emptyTables: [...this.rows.keys()].filter((table) => !written.has(table)),
      newColumns: this.#newColumns(),
      ownRowIds: this.normalizer.ownRowIds(),
      discarded: this.discards.list(),
    });
  }

  #newColumns(): Map<string, string[]> {
    const added = new Map<string, string[]>();
    for (const [name, { columns }] of this.schema.tables) {
      const before = this.#baseColumns.get(name);
      const names = [...completeNames(columns)].filter((column) => !before?.has(column));
      if (names.length > 0) added.set(name, names);
    }
    return added;
  }

  abandon(): Promise<void> {
    return this.#writer.abandon();
  }
}

function completeNames(columns: Table['columns']): Set<string> {
  return new Set([...columns.values()].filter(isComplete).map(({ name }) => name));
}
