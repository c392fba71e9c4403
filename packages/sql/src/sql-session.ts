import {
  crashPoint,
  type LoadJob,
  type LoadPlan,
  type LoadSession,
  type PlannedTable,
  type SchemaRow,
  type StateRow,
} from '@sluice/load';
import { SluiceError } from '@sluice/schema';
import type { SqlContext } from './dialect.ts';
import { publishSteps } from './publish-steps.ts';
import type { SqlConnection } from './sql-connection.ts';
import type { Step } from './step.ts';

/** What a session reads again before it writes. */
export interface Heads {
  isPublished(loadId: string): Promise<boolean>;
  readState(pipeline: string): Promise<StateRow | null>;
  readSchema(by: { readonly name: string }): Promise<SchemaRow | null>;
}

/**
 * A load whose publish is one transaction: tables, rows, schema, state and load record. Staging only notes the files,
 * so that there is nothing to clean up.
 */
export function sqlSession(
  plan: LoadPlan,
  connection: SqlConnection,
  heads: Heads,
  sql: SqlContext,
): LoadSession {
  const steps = publishSteps(plan, sql);
  const staged = new Map<string, LoadJob>();

  const filesOf = ({ jobs }: PlannedTable): LoadJob[] =>
    jobs.map(({ id }) => {
      const file = staged.get(id);
      if (!file) throw new Error(`Job ${id} of load ${plan.loadId} was never staged`);
      return file;
    });
  const take = (step: Step): Promise<void> => {
    if ('ingest' in step) return connection.ingest(step.ingest, filesOf(step.ingest));
    if ('stage' in step) return connection.stage(step.stage, filesOf(step.stage), step.as);
    if ('unstage' in step) return connection.unstage(step.unstage);
    return connection.run(step.sql, step.params);
  };

  return {
    async stage(job) {
      staged.set(job.id, job);
    },
    async publish() {
      await connection.begin([
        `${plan.dataset}/pipeline/${plan.pipeline}`,
        `${plan.dataset}/schema/${plan.schema.name}`,
      ]);
      try {
        for (const statement of steps.ddl) await take(statement);
        await refuseConflicts(plan, heads);
        for (const step of [...steps.data, ...steps.records]) await take(step);
        crashPoint('in-transaction');
        await connection.commit();
      } catch (error) {
        await connection.rollback();
        throw error;
      }
    },
    close: () => connection.rollback(),
  };
}

/** Compares what the load was built on with what is there now, while nobody else can change it. */
async function refuseConflicts(
  { expected, pipeline, schema, loadId }: LoadPlan,
  heads: Heads,
): Promise<void> {
  if (await heads.isPublished(loadId))
    throw new SluiceError('LOAD_ID_COLLISION', 'Another process has published this load in the meantime', {
      place: { pipeline, loadId, schema: schema.name },
      remedy:
        'Nothing is left to do where both loaded the same package; else discard the package with abort() and run again',
    });
  if (expected.state !== undefined) {
    const head = await heads.readState(pipeline);
    // Old writers stored no hash: then there is nothing to compare.
    const isKnown = head === null || head.hash !== null;
    if (isKnown && (head?.hash ?? null) !== expected.state) {
      throw new SluiceError(
        'LOAD_STATE_CONFLICT',
        'Another process has loaded with this pipeline in the meantime',
        {
          place: { pipeline, loadId, schema: schema.name },
          remedy:
            'Discard the package with abort(), fetch the state that is there now with sync(), and run again',
        },
      );
    }
  }
  if (expected.schema !== undefined) {
    const head = await heads.readSchema({ name: schema.name });
    if ((head?.hash ?? null) !== expected.schema) {
      throw new SluiceError(
        'LOAD_SCHEMA_CONFLICT',
        'Another process has changed this schema in the meantime',
        {
          place: { pipeline, loadId, schema: schema.name },
          remedy: 'Load the package again: it will take the other change into account',
        },
      );
    }
  }
}
