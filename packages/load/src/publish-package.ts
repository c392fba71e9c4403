import type { Connection, Destination, LoadJob, LoadPlan, LoadSession } from './contract.ts';
import { failedTable } from './failure-reason.ts';
import { forEachLimited } from './for-each-limited.ts';
import { type LoadFailure, loadFailure } from './load-failure.ts';
import type { LoadOptions } from './load-options.ts';
import { planLoad } from './plan-load.ts';
import type { SealedPackage } from './sealed-package.ts';
import { TableFailure } from './table-failure.ts';
import { transition } from './transition.ts';

/** What a package is published over. */
interface Opened {
  readonly connection: Connection;
  /** One that parts have been brought into already; whoever opened it closes it. Default: one is begun. */
  readonly session: LoadSession | undefined;
}

/** A publish that has taken effect. */
export interface PublishedPlan {
  readonly plan: LoadPlan;
  /** The chains it went on without. */
  readonly failures: readonly LoadFailure[];
}

/**
 * Plans a package, brings its files to the destination and publishes it. Where the policy says so, a chain of tables
 * that the destination refuses is left out of another plan, in the same session: its files need not be brought again.
 */
export async function publishPackage(
  sealed: SealedPackage,
  { connection, session: early }: Opened,
  destination: Destination,
  options: LoadOptions,
): Promise<PublishedPlan> {
  const { loadId, pipeline, dataset } = sealed.manifest;
  const failures: LoadFailure[] = [];
  const goesOn = options.onTableFailure === 'continue';
  const goWithout = (failed: TableFailure): void => {
    const failure = loadFailure(sealed, failed);
    failures.push(failure);
    options.onEvent?.({ type: 'table-failed', loadId, dataset, failure });
  };
  const nextPlan = async (): Promise<LoadPlan> => {
    const leftOut = new Set(failures.map(({ table }) => table));
    const onMisfit = goesOn ? goWithout : undefined;
    const plan = await planLoad(sealed, connection, destination, options, { leftOut, onMisfit });
    transition('planned');
    await options.store.markPublishing(loadId, { insertedAt: plan.insertedAt, failures });
    return plan;
  };
  let plan = await nextPlan();
  options.onEvent?.({ type: 'load-started', loadId, dataset, ...sizeOf(plan) });
  const session = early ?? (await connection.begin({ loadId, pipeline, dataset }));
  try {
    transition('session-begun');
    for (;;)
      try {
        await publishPlan(plan, session, destination, options);
        return { plan, failures };
      } catch (error) {
        options.signal?.throwIfAborted();
        const failed = goesOn ? failedTable(error, destination) : undefined;
        if (!failed) throw error;
        goWithout(failed);
        plan = await nextPlan();
      }
  } finally {
    if (!early) await session.close();
    transition('session-closed');
  }
}

async function publishPlan(
  plan: LoadPlan,
  session: LoadSession,
  { capabilities }: Destination,
  { signal, onEvent }: LoadOptions,
): Promise<void> {
  const { loadId, dataset } = plan;
  const jobs = jobsOf(plan);
  let done = 0;
  await forEachLimited(jobs, capabilities.parallelWrites, async (job) => {
    signal?.throwIfAborted();
    await stage(job, session);
    transition('job-staged');
    const { table, rows, bytes } = job;
    done++;
    onEvent?.({ type: 'job-staged', loadId, dataset, table, rows, bytes, done, jobs: jobs.length });
  });
  transition('staged');
  signal?.throwIfAborted();
  onEvent?.({ type: 'load-publishing', loadId, dataset });
  await session.publish(plan);
  transition('committed');
  onEvent?.({ type: 'load-published', loadId, dataset });
}

async function stage(job: LoadJob, session: LoadSession): Promise<void> {
  try {
    await session.stage(job);
  } catch (error) {
    throw new TableFailure(job.table, error);
  }
}

function jobsOf({ tables }: LoadPlan): LoadJob[] {
  return tables.flatMap((table) => table.jobs);
}

function sizeOf(plan: LoadPlan): { jobs: number; rows: number; bytes: number } {
  const jobs = jobsOf(plan);
  return {
    jobs: jobs.length,
    rows: jobs.reduce((sum, job) => sum + job.rows, 0),
    bytes: jobs.reduce((sum, job) => sum + job.bytes, 0),
  };
}
