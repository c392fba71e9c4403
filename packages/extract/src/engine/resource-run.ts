import { isSluiceError, type SchemaContract } from '@sluice/schema';
import { isArrow } from '../arrow.ts';
import type { Context } from '../context.ts';
import { tableNameOf } from '../hints/compute-tables.ts';
import type { ResourceHints } from '../hints/hints.ts';
import { ArrowRows } from '../incremental/arrow-rows.ts';
import { checkRange } from '../incremental/cursor.ts';
import { CursorRun } from '../incremental/cursor-run.ts';
import { cursorState } from '../incremental/cursor-state.ts';
import type { Incremental } from '../incremental/incremental.ts';
import type { DedupKey } from '../incremental/record-hash.ts';
import { isPromise } from '../is-promise.ts';
import { Marked, type Note, recordOf } from '../mark.ts';
import { type Chunk, readChunks, readResult } from '../read-data/read-chunks.ts';
import type { ReadableResource } from '../resource-definition.ts';
import { applySteps, type RunningStep, startSteps } from '../steps.ts';
import type { Extraction } from './extraction.ts';
import { failure } from './failure.ts';
import { LimitCount } from './limit-count.ts';
import { PageWriter, pageRows } from './page-writer.ts';
import type { TreeNode } from './plan-trees.ts';
import { ResourceContext } from './resource-context.ts';
import { TransformWindow } from './transform-window.ts';

/** One resource while it is read. */
export class ResourceRun {
  readonly resource: ReadableResource;
  readonly isSelected: boolean;
  readonly children: readonly ResourceRun[];
  readonly writer: PageWriter;
  /** Calls of a transformer that are under way. */
  readonly window: TransformWindow;
  pulled = 0;
  readonly #extraction: Extraction;
  readonly #limit: LimitCount | null;
  readonly #steps: readonly RunningStep[];
  #cursor: CursorRun | null = null;
  #context: Context<unknown> | null = null;

  constructor({ resource, isSelected, children }: TreeNode, extraction: Extraction) {
    this.resource = resource;
    this.isSelected = isSelected;
    this.children = children.map((child) => new ResourceRun(child, extraction));
    this.#extraction = extraction;
    const { name, hints, limit, steps } = resource.definition;
    this.writer = new PageWriter(name, hints, {
      names: extraction.options.names,
      known: extraction.options.known,
      claims: (table) => extraction.claims(table, name),
    });
    this.#limit = limit ? new LimitCount(limit) : null;
    this.#steps = startSteps(steps, {
      resource: name,
      contract: hints.schemaContract as SchemaContract | undefined,
      tableOf: (record, note) => tableOfNote(name, hints, record, note),
      onDiscard: extraction.options.onDiscard,
    });
    this.window = this.#openWindow();
  }

  get takesPages(): boolean {
    const { head } = this.resource.definition;
    return head.kind === 'transformer' && head.takesPages;
  }

  /** Nothing that is still to come would be used. */
  get isFinished(): boolean {
    if (this.#limit?.isReached) return true;
    // What a transformer makes is in no order that its cursor could rely on.
    if (this.resource.definition.head.kind === 'producer' && this.#cursor?.isFinished) return true;
    return !this.isSelected && this.children.length > 0 && this.children.every((child) => child.isFinished);
  }

  /** Calls the producer. What it gives is read by iterating. @throws what the producer throws */
  open(): AsyncGenerator<Chunk> {
    const { head } = this.resource.definition;
    const producer = head.kind === 'producer' ? head.producer : [];
    this.#begin();
    return readChunks(typeof producer === 'function' ? producer(this.context()) : producer, this.#reading());
  }

  /** What is left of some records after steps, cursor and limit. */
  take(chunk: Chunk): readonly unknown[] | Promise<readonly unknown[]> {
    this.#begin();
    if (this.#steps.length === 0) return this.#admit(chunk.items, chunk);
    const stepped = applySteps(chunk.items, this.#steps);
    return isPromise(stepped)
      ? stepped.then((items) => this.#admit(items, chunk))
      : this.#admit(stepped, chunk);
  }

  /** Lets the state know what was read: before the pages go out that it describes. */
  commit(): void {
    try {
      this.#cursor?.commit();
    } catch (error) {
      throw this.fail(error);
    }
  }

  /** Takes records into pages. Returns whether these should be handed on now. */
  write(items: readonly unknown[], chunk: Chunk): boolean {
    return this.writer.add(items, chunk);
  }

  context(): Context<unknown> {
    this.#begin();
    this.#context ??= new ResourceContext(this.#extraction, this.resource, this.#cursor);
    return this.#context;
  }

  fail(error: unknown): unknown {
    const place = { source: this.#extraction.source, resource: this.resource.name };
    return failure(error, place, this.#extraction.signal);
  }

  #begin(): void {
    const { cursor } = this.resource.hints;
    this.#limit?.begin();
    if (!cursor || this.#cursor) return;
    const { name } = this.resource;
    this.#cursor = new CursorRun(cursor, {
      resource: name,
      state: cursorState(cursor, () => this.#extraction.resourceState(name)),
      key: this.#dedupKey(),
      timeZone: this.#extraction.options.timeZone ?? null,
      runtime: this.#extraction.runtime,
      logger: this.#extraction.context.logger,
    });
    this.#checkRange(cursor, this.#cursor);
  }

  /** A range that cannot hold anything is an error where a function asks for it, and else merely odd. */
  #checkRange(cursor: Incremental, run: CursorRun): void {
    const { head } = this.resource.definition;
    const takesContext =
      head.kind === 'transformer'
        ? head.call.length > 1
        : typeof head.producer === 'function' && head.producer.length > 0;
    try {
      checkRange(cursor, run, this.resource.name);
    } catch (error) {
      if (takesContext || !isSluiceError(error)) throw error;
      this.#extraction.context.logger.warn(error.what, { resource: this.resource.name });
    }
  }

  #dedupKey(): DedupKey {
    const { cursor, primaryKey } = this.resource.hints;
    const key =
      cursor?.options.primaryKey ?? (typeof primaryKey === 'function' ? null : (primaryKey ?? null));
    return key as DedupKey;
  }

  /** Records are read one by one where reading may have to stop after any of them. */
  #reading() {
    const stopsAnywhere = this.#limit !== null || this.resource.hints.cursor?.options.rowOrder !== undefined;
    return { chunkRows: stopsAnywhere ? 1 : pageRows, signal: this.#extraction.signal };
  }

  /** Calls of a transformer that are under way. */
  #openWindow(): TransformWindow {
    const { head } = this.resource.definition;
    const { concurrency, isOrdered } =
      head.kind === 'transformer' ? head : { concurrency: 1, isOrdered: true };
    const reading = this.#reading();
    return new TransformWindow({
      ...reading,
      concurrency,
      isOrdered,
      call: (item) => {
        this.pulled++;
        return head.kind === 'transformer' ? head.call(item, this.context()) : null;
      },
      read: (result) => readResult(result, reading),
      isFinished: () => this.isFinished,
    });
  }

  /** What of an item is new and in range: a record or nothing, or parts of an Arrow table. */
  #newParts(item: unknown): readonly unknown[] {
    const cursor = this.#cursor;
    if (!cursor) return [item];
    const record = recordOf(item);
    if (!isArrow(record)) return cursor.keeps(record) ? [item] : [];
    const parts = new ArrowRows(record, cursor).keep(this.#limit?.rowsLeft ?? Number.POSITIVE_INFINITY);
    return item instanceof Marked ? parts.map((part) => new Marked(part, item.note)) : parts;
  }

  #admit(items: readonly unknown[], chunk: Chunk): readonly unknown[] {
    const limit = this.#limit;
    if (limit?.isReached) return [];
    const cursor = this.#cursor;
    if (!cursor && !limit) return items.some(isNothing) ? items.filter((item) => !isNothing(item)) : items;
    const kept: unknown[] = [];
    for (const item of items) {
      // What comes after the last record is never looked at by the cursor: the next run will.
      if (limit?.isRowsReached) break;
      if (isNothing(item)) continue;
      if (item instanceof Marked && item.note.isTableOnly) kept.push(item);
      else for (const part of this.#newParts(item)) kept.push(limit ? limit.cut(part) : part);
    }
    limit?.countItems(chunk, kept.length);
    return kept;
  }
}

/** Where a record that is refused would have gone. A function that finds tables may not be made for such records. */
function tableOfNote(
  name: string,
  hints: ResourceHints,
  record: unknown,
  { table, hints: own }: Note,
): string {
  const noted = table ?? own?.table;
  if (typeof hints.table !== 'function')
    return typeof noted === 'string' ? noted : tableNameOf(name, hints, record);
  try {
    return tableNameOf(name, hints, record);
  } catch {
    return name;
  }
}

function isNothing(item: unknown): boolean {
  return item === null || item === undefined;
}
