import { type Heads, type LoadSession, refuseConflicts, transition } from '@sluice/load';
import type { SqlContext } from './dialect.ts';
import { publishSteps } from './publish-steps.ts';
import type { SqlConnection, SqlStaging } from './sql-connection.ts';
import type { Step } from './step.ts';

/** A load whose publish is one transaction: tables, rows, schema, state and load record. */
export async function sqlSession(
  loadId: string,
  connection: SqlConnection,
  heads: Heads,
  sql: SqlContext,
): Promise<LoadSession> {
  const staging = await connection.staging(loadId);
  return {
    stage: (job) => staging.bring(job),
    async publish(plan) {
      const steps = publishSteps(plan, sql);
      await connection.begin([
        `${plan.dataset}/pipeline/${plan.pipeline}`,
        `${plan.dataset}/schema/${plan.schema.name}`,
      ]);
      transition('transaction-begun');
      try {
        for (const statement of steps.ddl) await take(statement, connection, staging);
        await refuseConflicts(plan, heads);
        for (const step of [...steps.data, ...steps.records]) await take(step, connection, staging);
        await staging.clear();
        transition('in-transaction');
        await connection.commit();
      } catch (error) {
        await connection.rollback();
        throw error;
      }
    },
    close: () => staging.close(),
  };
}

async function take(step: Step, connection: SqlConnection, staging: SqlStaging): Promise<void> {
  if ('ingest' in step) await staging.ingest(step.ingest);
  else if ('expose' in step) await staging.expose(step.expose, step.as);
  else if ('hide' in step) await staging.hide(step.hide);
  else await connection.run(step.sql, step.params);
  transition('statement');
}
