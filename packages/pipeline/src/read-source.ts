import {
  extractSource,
  isArrow,
  knownTables,
  type Logger,
  type Page,
  type ResourceSummary,
  type Source,
} from '@sluice/extract';
import {
  applySchemaOptions,
  type ContractFilter,
  defineTables,
  hasSeenData,
  isSystemTable,
  type MergeStrategy,
  type Runtime,
  type Schema,
  SluiceError,
  type Table,
  type TimeZone,
  tableNames,
} from '@sluice/schema';
import { type PipelineState, sourceState } from '@sluice/state';
import { definitionsBeforeArrow } from './definitions-before-arrow.ts';
import type { PackageDraft } from './package-draft.ts';

export interface ReadSourceOptions {
  readonly state: PipelineState;
  readonly mergeStrategies: readonly MergeStrategy[];
  readonly runtime: Runtime;
  readonly timeZone: TimeZone | null;
  readonly logger: Logger;
  readonly signal: AbortSignal | undefined;
}

/** Extracts one source into the package of its schema: tables as the hints define them, records as they come. */
export async function readSource(
  draft: PackageDraft,
  source: Source,
  { state, mergeStrategies, runtime, timeZone, logger, signal }: ReadSourceOptions,
): Promise<void> {
  // The settings of a schema that follows a file are the file's: a source adds to them.
  const isOwner = source.ownsSchema && draft.schema.imported_version_hash === undefined;
  applySchemaOptions(draft.schema, source, draft.naming, { isOwner, mergeStrategies });
  const onWarning = warnOnce(logger);
  const names = tableNames(draft.schema, draft.naming, onWarning);
  /** Normalized names of the tables that got records. */
  const written = new Set<string>();
  /** What keeps whole tables out, by their names. */
  const keptOut = new Map<string, ContractFilter>();
  /** The columns that hints define, by their tables. */
  const columns = new Map<string, Table['columns']>();
  const define = (definitions: readonly Table[]) => {
    draft.declare(definitions);
    const refused = defineTables(draft.schema, draft.naming, definitions, {
      mergeStrategies,
      onWarning,
    });
    for (const filter of refused) keptOut.set(filter.name, filter);
    draft.normalizer.refresh();
  };
  const pages = extractSource(source, {
    // Asked for only when there is something to remember: an empty entry would change the state.
    state: () => sourceState(state, draft.schema.name),
    runtime,
    timeZone,
    logger,
    names,
    known: knownTables(draft.schema),
    onDiscard: (discard) => draft.discards.add({ ...discard, table: names.root(discard.table) }),
    ...(signal && { signal }),
    onResources: (resources) => {
      for (const { name, hints } of resources) draft.formats.refuseOthers(name, hints);
    },
    onResourceEnd: (summary) => emptyReplaced(draft, summary, written, define),
  });
  for await (const page of pages) {
    const table = names.root(page.table);
    refuseReserved(draft.schema, table, page.resource);
    if (page.definitions) {
      await draft.formats.take(page.definitions);
      const root = page.definitions.find(({ name }) => name === table);
      if (root) columns.set(table, root.columns);
      const isArrowPage = page.kind === 'arrow';
      define(isArrowPage ? definitionsBeforeArrow(page.definitions, table, draft.schema) : page.definitions);
    }
    const filter = keptOut.get(table);
    if (filter) {
      leaveOut(draft, filter, page);
      continue;
    }
    if (page.materialize) draft.normalizer.touch(table);
    if (page.items.length > 0) written.add(table);
    writePage(draft, table, page, columns.get(table));
  }
}

/** The same hints may be taken in many times: records can bring them along. */
function warnOnce(logger: Logger): (warning: SluiceError) => void {
  const told = new Set<string>();
  return ({ message }) => {
    if (told.has(message)) return;
    told.add(message);
    logger.warn(message);
  };
}

/** Counts the records of a table that does not come to be. */
function leaveOut(draft: PackageDraft, { name, mode }: ContractFilter, { kind, items }: Page): void {
  const rows =
    kind === 'arrow'
      ? items.reduce((sum: number, item) => sum + (isArrow(item) ? item.numRows : 0), 0)
      : items.length;
  if (rows > 0) draft.discards.add({ table: name, entity: 'tables', name, mode }, rows);
}

/** The tables of the format are written by the publish alone: rows for them would be lost. */
function refuseReserved(schema: Schema, table: string, resource: string): void {
  if (isSystemTable(schema, table))
    throw new SluiceError('TABLE_NAME_RESERVED', 'Names that begin like this are kept for system tables', {
      place: { resource, table },
      remedy: 'Give the records another table',
    });
}

/** @param columns as the hints define them: data of records finds them in the schema, Arrow data is told. */
function writePage(
  { normalizer }: PackageDraft,
  table: string,
  { kind, items }: Page,
  columns: Table['columns'] | undefined,
): void {
  for (const item of items)
    if (kind === 'arrow' && isArrow(item)) normalizer.writeArrow(table, item, columns);
    else normalizer.write(table, item);
}

/** A replaced resource that gave nothing still empties the tables it filled before. */
function emptyReplaced(
  draft: PackageDraft,
  summary: ResourceSummary,
  written: ReadonlySet<string>,
  define: (definitions: readonly Table[]) => void,
): void {
  for (const definition of summary.definitions) {
    if (definition.parent !== undefined || definition.write_disposition !== 'replace') continue;
    const { name } = definition;
    const table = draft.schema.tables.get(name);
    if (written.has(name) || !table || !hasSeenData(table)) continue;
    define([definition]);
    draft.normalizer.touch(name);
  }
}
