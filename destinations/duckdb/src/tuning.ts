import type { PlannedTable } from '@sluice/load';
import { literal } from './dialect.ts';
import type { DuckdbConnection } from './driver.ts';
import { mbPerTextReader, type Resources, resourcesFor } from './resources.ts';
import type { Limits } from './session.ts';

/** What a transaction that loads changes about the whole database, and puts back. */
export interface Tuning {
  begin(): Promise<void>;
  /** Before rows of a table are written. */
  useFor(table: PlannedTable): Promise<void>;
  end(): Promise<void>;
}

/** @param limits null = the database is somebody else's: nothing is changed */
export function tuning(connection: DuckdbConnection, limits: Limits | null): Tuning {
  return limits ? ownTuning(connection, limits) : noTuning;
}

const nothing = async (): Promise<void> => undefined;
const noTuning: Tuning = { begin: nothing, useFor: nothing, end: nothing };

function ownTuning(connection: DuckdbConnection, { resources: usual, isFixed }: Limits): Tuning {
  let current = usual;
  /** Columns written in the transaction so far. */
  let keptColumns = 0;
  const use = async (resources: Resources): Promise<void> => {
    if (resources.memoryMb === current.memoryMb && resources.threads === current.threads) return;
    await connection.run(setResources(resources));
    current = resources;
  };
  return {
    // 1.6 times faster, and gives up nothing but the order of rows on disk. The setting has no narrower scope than
    // the instance, so it is on only while this transaction runs.
    async begin() {
      await connection.run('SET GLOBAL preserve_insertion_order = false');
    },
    // Once low, threads stay low until the transaction ends: staged rows are written by a later statement.
    async useFor({ columns, jobs }) {
      const mbPerReader = jobs.some(({ format }) => format !== 'parquet') ? mbPerTextReader : 0;
      const { memoryMb, threads } = resourcesFor(columns.length, usual, isFixed, keptColumns, mbPerReader);
      keptColumns += columns.length;
      await use({
        memoryMb: Math.max(memoryMb, current.memoryMb),
        threads: Math.min(threads, current.threads),
      });
    },
    async end() {
      keptColumns = 0;
      await connection.run('SET GLOBAL preserve_insertion_order = true');
      await use(usual);
    },
  };
}

export function setResources({ memoryMb, threads }: Resources): string {
  return `SET GLOBAL memory_limit = ${literal(`${memoryMb}MB`)}; SET GLOBAL threads = ${threads}`;
}
