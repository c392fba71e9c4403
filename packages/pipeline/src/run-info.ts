import type { LoadedPackage, LoadFailure } from '@sluice/load';
import { type Discard, DiscardCounts, isComplete, type Table } from '@sluice/schema';

/** What a load did to one table. */
export interface TableChange {
  /** Rows written. */
  readonly rows: number;
  /** The table did not exist before. */
  readonly created: boolean;
  /** Columns the table did not have before; all of them for a new table. */
  readonly newColumns: readonly string[];
}

/**
 * The outcome of a run: plain data (it survives JSON and can itself be loaded) that prints as a few lines.
 */
export interface RunInfo {
  readonly pipeline: string;
  readonly destination: string;
  readonly location: string;
  readonly dataset: string;
  /** Loads that became visible, in order; those found pending from an earlier run included. */
  readonly loadIds: readonly string[];
  /** Table name → what happened to it, system tables left out. `dataset.table` in another dataset than the pipeline's. */
  readonly tables: Readonly<Record<string, TableChange>>;
  /** One line per new table and new column, for logs and alerts. */
  readonly schemaChanges: readonly string[];
  /** What schema contracts left out: rows, or values of rows, by table and column. */
  readonly discarded: readonly Discard[];
  /** Tables that were left out because the destination refused their rows: only with `onTableFailure: 'continue'`. */
  readonly failures: readonly LoadFailure[];
  readonly startedAt: string;
  readonly seconds: number;
  toString(): string;
}

export type RunFacts = Omit<RunInfo, 'toString' | 'schemaChanges'>;

export function runInfo(facts: RunFacts): RunInfo {
  const info = { ...facts, schemaChanges: schemaChanges(facts.tables) };
  // Not enumerable, so that the information stays plain data for JSON and for loading it.
  return Object.defineProperty(info, 'toString', { value: () => describe(info) }) as RunInfo;
}

function schemaChanges(tables: Readonly<Record<string, TableChange>>): string[] {
  return Object.entries(tables).flatMap(([table, { created, newColumns }]) =>
    created
      ? [`new table ${table} (${newColumns.length} columns)`]
      : newColumns.map((column) => `new column ${table}.${column}`),
  );
}

function describe(info: Omit<RunInfo, 'toString'>): string {
  const rows = Object.values(info.tables).reduce((sum, table) => sum + table.rows, 0);
  const head = `Pipeline ${info.pipeline}: ${info.loadIds.length === 0 ? 'nothing new' : `${rows} rows`} in ${info.seconds.toFixed(2)} s → ${info.destination} ${info.location}, dataset ${info.dataset}`;
  const tables = Object.entries(info.tables).map(
    ([name, { rows, created, newColumns }]) =>
      `  ${name}: ${rows} rows${created ? ', new table' : newColumns.length > 0 ? `, new columns ${newColumns.join(', ')}` : ''}`,
  );
  const loads = info.loadIds.length > 0 ? [`  loads: ${info.loadIds.join(', ')}`] : [];
  const discards = info.discarded.map(describeDiscard);
  return [
    head,
    ...tables,
    ...discards,
    ...loads,
    ...info.failures.map(({ table, rows, message }) => `  failed: ${table}, ${rows} rows wait: ${message}`),
  ].join('\n');
}

function describeDiscard({ table, entity, name, mode, rows }: Discard): string {
  const what = entity === 'tables' || mode === 'discard_row' ? 'rows' : 'values';
  const where = entity === 'tables' || name === '' ? '' : ` (${name})`;
  return `  ${table}: ${rows} ${what} left out by ${entity}: ${mode}${where}`;
}

/** What contracts left out of several loads, and of what did not come to a load, taken together. */
export function allDiscards(
  loaded: readonly LoadedPackage[],
  unloaded: readonly Discard[],
  mainDataset: string,
): readonly Discard[] {
  const counts = new DiscardCounts();
  for (const { dataset, discarded } of loaded)
    for (const { rows, ...discard } of discarded)
      counts.add({ ...discard, table: nameIn(dataset, discard.table, mainDataset) }, rows);
  for (const { rows, ...discard } of unloaded) counts.add(discard, rows);
  return counts.list();
}

/** What several loads did to each table, taken together. */
export function tableChanges(
  loaded: readonly LoadedPackage[],
  mainDataset: string,
): Record<string, TableChange> {
  const changes: Record<string, TableChange> = Object.create(null);
  const tables = loaded.flatMap(({ dataset, schema, tables }) =>
    tables.map((table) => ({
      ...table,
      created: isCreated(schema.tables.get(table.name), table.newColumns),
      name: nameIn(dataset, table.name, mainDataset),
    })),
  );
  for (const { name, rows, created, newColumns } of tables) {
    const before = changes[name];
    changes[name] = {
      rows: rows + (before?.rows ?? 0),
      created: before?.created || created,
      newColumns: [...(before?.newColumns ?? []), ...newColumns],
    };
  }
  return { ...changes };
}

/** A table is new when all its columns are. */
function isCreated(table: Table | undefined, newColumns: readonly string[]): boolean {
  const columns = [...(table?.columns.values() ?? [])].filter(isComplete);
  return columns.length > 0 && columns.every(({ name }) => newColumns.includes(name));
}

/** What a table is called in reports. */
export function nameIn(dataset: string, table: string, mainDataset: string): string {
  return dataset === mainDataset ? table : `${dataset}.${table}`;
}
