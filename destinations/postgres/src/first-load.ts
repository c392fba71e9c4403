import { type LoadJob, type PlannedTable, transition } from '@sluice/load';
import type { SqlStaging } from '@sluice/sql';
import { columnType, quote } from './dialect.ts';
import { columnsOf, copyFile } from './part-file.ts';
import type { StagingPlace } from './staging.ts';

/**
 * The staging of a load into a dataset that has no tables yet. There is nobody whom a long transaction keeps waiting, so
 * files wait for it, and are copied straight into the tables it makes: half the work of copying them to one table and
 * inserting its rows into another. What a merge has to look at first is staged all the same.
 *
 * @param connections how many files are staged at once
 */
export function firstLoad(
  staging: SqlStaging,
  { target, main }: Pick<StagingPlace, 'target' | 'main'>,
  connections: number,
): SqlStaging {
  const waiting = new Map<string, LoadJob>();
  const stageWaiting = async ({ jobs }: PlannedTable): Promise<void> => {
    const queue = jobs.filter(({ id }) => waiting.delete(id)).values();
    const lane = async (): Promise<void> => {
      // All lanes draw from one iterator, so every file is taken once.
      for (const job of queue) await staging.bring(job);
    };
    const lanes = await Promise.allSettled(Array.from({ length: connections }, lane));
    for (const { reason } of lanes.filter((result) => result.status === 'rejected')) throw reason;
  };
  return {
    ...staging,
    async bring(job) {
      waiting.set(job.id, job);
    },
    async ingest(planned) {
      if (!(await fits(planned))) {
        await stageWaiting(planned);
        return staging.ingest(planned);
      }
      const into = `${quote(target.dataset)}.${target.quote(planned.table.name)}`;
      for (const job of planned.jobs) {
        await copyFile(main, job, into, target.quote);
        waiting.delete(job.id);
        transition('part-copied');
      }
    },
    async expose(planned, as) {
      await stageWaiting(planned);
      await staging.expose(planned, as);
    },
  };
}

/** Whether the files of a table hold its values in the wire form of its own types: a table of any other misreads them. */
async function fits({ table, columns, create, jobs }: PlannedTable): Promise<boolean> {
  // A table that somebody else has made meanwhile may have other types.
  if (!create || jobs.some(({ format }) => format !== 'pgcopy')) return false;
  const types = new Map(columns.map((column) => [column.name, bareType(columnType(column, table))]));
  const carried = await Promise.all(jobs.map(columnsOf));
  return carried.flat().every(({ name, type }) => types.get(name) === wireTypes.get(type));
}

/** The types of columns that take the wire form of a carrier. Their sizes are checked as the values come in. */
const wireTypes = new Map([
  ['bool', 'boolean'],
  ['int8', 'bigint'],
  ['float8', 'double precision'],
  ['numeric', 'numeric'],
  ['text', 'varchar'],
  ['jsonb', 'jsonb'],
  ['bytea', 'bytea'],
  ['date', 'date'],
  ['time', 'time without time zone'],
  ['timestamp', 'timestamp without time zone'],
  ['timestamptz', 'timestamp with time zone'],
]);

/** `numeric(38,9)` → `numeric`. */
function bareType(type: string): string {
  return type.replace(/ ?\([^)]*\)/, '');
}
