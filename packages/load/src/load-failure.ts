import { nestedTables, rootOf, type Schema, tableOf } from '@sluice/schema';
import type { SealedPackage } from './sealed-package.ts';
import type { TableFailure } from './table-failure.ts';
import { withoutValues } from './without-values.ts';

/** A chain of tables that a load went on without. Its rows are kept in the working folder until they are retried. */
export interface LoadFailure {
  readonly loadId: string;
  /** Physical name. */
  readonly dataset: string;
  /** The top of the chain. */
  readonly table: string;
  /** Rows that wait, those of its nested tables included. */
  readonly rows: number;
  /** What the destination said, without values of rows. */
  readonly message: string;
}

/** What becomes of a load when the destination refuses the rows of a table for good. */
export type TableFailurePolicy =
  /** Nothing is loaded: the package waits for the cause to be removed. */
  | 'stop'
  /** The other tables are loaded, the rows of this one and of its nested tables are kept for `retry`. */
  | 'continue';

/** The names of all tables of chains, which are given by their tops. */
export function chainTables(schema: Schema, chains: readonly Pick<LoadFailure, 'table'>[]): Set<string> {
  return new Set(chains.flatMap(({ table }) => nestedTables(schema, table).map(({ name }) => name)));
}

/** The report of a chain that failed. */
export function loadFailure({ manifest, schema }: SealedPackage, failed: TableFailure): LoadFailure {
  const { name: table } = rootOf(schema, tableOf(schema, failed.table));
  const chain = chainTables(schema, [{ table }]);
  const parts = manifest.tables.filter(({ name }) => chain.has(name)).flatMap((entry) => entry.parts);
  return {
    loadId: manifest.loadId,
    dataset: manifest.dataset,
    table,
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
    message: withoutValues(failed.cause instanceof Error ? failed.cause.message : String(failed.cause)),
  };
}
