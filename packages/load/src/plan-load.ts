import {
  decodeSchema,
  encodeSchema,
  hasSeenData,
  isComplete,
  isSystemTable,
  nestedTables,
  parseSchema,
  portableRuntime,
  prepareTable,
  rootOf,
  type Schema,
  SluiceError,
  type Table,
  tableOf,
} from '@sluice/schema';
import { isoMicros, microsNow, microsOf } from './clock.ts';
import { compareTable } from './compare-table.ts';
import type {
  Capabilities,
  Connection,
  Destination,
  ExpectedHeads,
  LoadJob,
  LoadPlan,
  PlannedTable,
} from './contract.ts';
import type { DraftTable } from './draft-table.ts';
import { fillRootKeys } from './fill-root-keys.ts';
import { findRounded } from './find-rounded.ts';
import { rulesUnder } from './fold-name.ts';
import { followSchema, type JoinOptions, joinSchema } from './join-schema.ts';
import { packageJobs } from './package-jobs.ts';
import { refuseStateConflict } from './refuse-conflicts.ts';
import { type Misfit, misfitError, refuseMisfits } from './refuse-misfits.ts';
import { refuseNames } from './refuse-names.ts';
import type { SealedPackage } from './sealed-package.ts';
import { type StrategyChoice, tableAction } from './table-action.ts';
import { TableFailure } from './table-failure.ts';

/** What a plan goes on without. */
export interface PlanOptions {
  /** Roots of chains that are not loaded. Tables that are missing are made, those that are there stay as they are. */
  readonly leftOut?: ReadonlySet<string>;
  /** Told of a chain that does not fit the real tables: it is left out then. Default: the load is refused. */
  readonly onMisfit?: ((failed: TableFailure) => void) | undefined;
}

/**
 * Decides everything a load does, and refuses what the destination cannot do before a byte moves. Reads the
 * destination, changes nothing.
 */
export async function planLoad(
  sealed: SealedPackage,
  connection: Connection,
  destination: Pick<Destination, 'name' | 'capabilities'>,
  choice: StrategyChoice = {},
  { leftOut = new Set(), onMisfit }: PlanOptions = {},
): Promise<LoadPlan> {
  const { manifest } = sealed;
  const { capabilities } = destination;
  const joining = { widen: choice.widen === true, types: capabilities.types };
  const head = await readHead(sealed, connection, joining);
  const { schema, expected } = head;
  const { loadId, pipeline } = manifest;
  await refuseStateConflict({ loadId, pipeline, expected }, connection);
  const drafts = [...systemTables(schema), ...dataTables(sealed, schema, destination, choice)];
  const names = drafts.map((draft) => draft.table.name);
  const rules = rulesUnder(schema.normalizers.names, capabilities.identifiers);
  refuseNames('table', names, rules, { schema: schema.name });
  const tables = await planTables(
    drafts.map((draft) => completeDraft(draft, rules, schema.name)),
    connection,
    { ...capabilities, identifiers: rules },
    choice,
    { schema: schema.name, leftOut, onMisfit },
  );
  return {
    loadId,
    pipeline,
    dataset: manifest.dataset,
    schema: {
      name: schema.name,
      version: schema.version,
      engineVersion: schema.engine_version,
      hash: schema.version_hash,
      document: encodeSchema(schema, capabilities.maxTextBytes, portableRuntime),
    },
    state: sealed.state,
    expected,
    insertedAt: isoMicros(microsNow(head.loadedAt)),
    tables,
  };
}

interface Head {
  readonly schema: Schema;
  readonly expected: ExpectedHeads;
  /** When the newest load with this schema was recorded, in microseconds since the epoch; 0 before there is one. */
  readonly loadedAt: number;
}

/** The schema to load with: the package's own, or joined with what somebody else has stored in the meantime. */
async function readHead(
  { manifest, schema }: SealedPackage,
  connection: Connection,
  joining: JoinOptions,
): Promise<Head> {
  const state = manifest.state.base;
  const stateHead = state === undefined ? {} : { state };
  const head = await connection.readSchema({ name: schema.name });
  // The newest load decides which schema is restored: a clock behind another machine's must not make this one older.
  const loadedAt = microsOf(head?.loadedAt ?? null);
  if (manifest.schema.base === undefined) return { schema, expected: stateHead, loadedAt };
  const expected = { ...stateHead, schema: head?.hash ?? null };
  const isExpected = !head || head.hash === manifest.schema.base || head.hash === schema.version_hash;
  if (isExpected) return { schema, expected, loadedAt };
  const theirs = parseSchema(decodeSchema(head.schema, portableRuntime));
  const tables = new Set(manifest.tables.map(({ name }) => name));
  // Rows that are retried were extracted under a schema that has been left behind: its hints must not come back.
  const joined =
    manifest.schema.base === schema.version_hash
      ? followSchema(theirs, schema, tables, portableRuntime, joining.types)
      : joinSchema(theirs, schema, portableRuntime, joining);
  return { schema: joined, expected, loadedAt };
}

/** A planned table before it has been compared with what exists. */
type Draft = Omit<DraftTable, 'columns'>;

function systemTables(schema: Schema): Draft[] {
  return [...schema.tables.values()]
    .filter((table) => isSystemTable(schema, table.name))
    .map((table) => ({ table, root: table.name, action: { disposition: 'system' }, jobs: [] }));
}

/**
 * An append concerns the tables that have rows. A replace or merge concerns every table of the chain that ever had
 * some, so that children of vanished or replaced rows go too.
 */
function dataTables(
  sealed: SealedPackage,
  schema: Schema,
  destination: Pick<Destination, 'name' | 'capabilities'>,
  choice: StrategyChoice,
): Draft[] {
  const { manifest } = sealed;
  const named = new Set(
    manifest.tables.map((table) => table.name).filter((name) => !isSystemTable(schema, name)),
  );
  const hasOwnRowIds = new Set(
    manifest.tables.filter((table) => table.hasOwnRowIds).map((table) => table.name),
  );
  const roots = new Set([...named].map((name) => rootOf(schema, tableOf(schema, name)).name));
  return [...roots].flatMap((root) => {
    const action = tableAction(prepareTable(schema, root), destination, choice);
    return nestedTables(schema, root)
      .filter((table) => named.has(table.name) || (action.disposition !== 'append' && hasSeenData(table)))
      .map(({ name }) => ({
        table: prepareTable(schema, name),
        root,
        action,
        jobs: packageJobs(sealed, name).map((job) => supported(job, destination)),
        ...(hasOwnRowIds.has(name) && { hasOwnRowIds: true }),
      }));
  });
}

function supported(job: LoadJob, destination: Pick<Destination, 'name' | 'capabilities'>): LoadJob {
  const { fileFormats } = destination.capabilities;
  if (fileFormats.includes(job.format)) return job;
  throw new SluiceError(
    'LOAD_STRATEGY_UNSUPPORTED',
    `The package holds ${job.format} files, which ${destination.name} does not load`,
    { place: { table: job.table }, remedy: `It loads ${fileFormats.join(', ')}` },
  );
}

/** The draft with the columns that can be loaded: those whose type is known. */
function completeDraft(draft: Draft, rules: Capabilities['identifiers'], schema: string): DraftTable {
  const columns = [...draft.table.columns.values()].filter(isComplete);
  refuseNames(
    'column',
    columns.map((column) => column.name),
    rules,
    { schema, table: draft.table.name },
  );
  const table: Table = { ...draft.table, columns: new Map(columns.map((column) => [column.name, column])) };
  return { ...draft, table, columns };
}

/** Compares the tables with what exists. @throws LOAD_COLUMN_NOT_NULL, LOAD_SCHEMA_DRIFT */
async function planTables(
  drafts: readonly DraftTable[],
  connection: Connection,
  capabilities: Capabilities,
  choice: StrategyChoice,
  { schema, leftOut, onMisfit }: Required<Pick<PlanOptions, 'leftOut'>> & PlanOptions & { schema: string },
): Promise<PlannedTable[]> {
  const existing = await connection.inspect(drafts.map(({ table }) => table.name));
  const found = new Map<string, Misfit[]>();
  const planned: PlannedTable[] = [];
  for (const draft of drafts) {
    const there = existing.get(draft.table.name);
    if (!there || leftOut.has(draft.root)) {
      planned.push({ ...draft, create: !there, addColumns: [] });
      continue;
    }
    const { misfits, ...changes } = compareTable(draft, there, capabilities, choice);
    const rounded = await findRounded(draft.table.name, changes.changeColumns, connection);
    if (misfits.length + rounded.length > 0)
      found.set(draft.root, [...(found.get(draft.root) ?? []), ...misfits, ...rounded]);
    planned.push({ ...draft, create: false, ...changes });
  }
  // No load can go on without the system tables.
  const isFatal = drafts.some(({ root, action }) => action.disposition === 'system' && found.has(root));
  if (!onMisfit || isFatal) refuseMisfits([...found.values()].flat(), schema);
  for (const [root, [first, ...others]] of found)
    if (first) onMisfit?.(new TableFailure(root, misfitError([first, ...others], schema)));
  return fillRootKeys(
    planned.map((table) => (leftOut.has(table.root) || found.has(table.root) ? withoutRows(table) : table)),
  );
}

/** The table is made where it is missing, and nothing else happens. */
function withoutRows({ table, columns, root, create }: PlannedTable): PlannedTable {
  return { table, columns, root, create, action: { disposition: 'append' }, addColumns: [], jobs: [] };
}
