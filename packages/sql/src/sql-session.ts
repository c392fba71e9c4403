import { type Heads, type LoadSession, refuseConflicts, TableFailure, transition } from '@sluice/load';
import type { SqlContext } from './dialect.ts';
import { type Guard, guardChange } from './guard-change.ts';
import { type ChainSteps, publishSteps } from './publish-steps.ts';
import type { SqlConnection, SqlStaging } from './sql-connection.ts';
import type { Step } from './step.ts';

/** A load whose publish is one transaction: tables, rows, schema, state and load record. */
export async function sqlSession(
  loadId: string,
  connection: SqlConnection,
  look: Heads & Guard,
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
        for (const statement of steps.ddl) {
          if ('changes' in statement) await guardChange(statement, plan.schema.name, connection, look, sql);
          else if ('makesDataset' in statement && (await connection.hasDataset())) continue;
          else await take(statement, connection, staging);
        }
        await refuseConflicts(plan, look);
        for (const chain of steps.data) await loadChain(chain, connection, staging);
        for (const statement of steps.records) await take(statement, connection, staging);
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

async function loadChain(
  { root, steps }: ChainSteps,
  connection: SqlConnection,
  staging: SqlStaging,
): Promise<void> {
  try {
    for (const step of steps) await take(step, connection, staging);
  } catch (error) {
    throw new TableFailure(root, error);
  }
}

async function take(step: Step, connection: SqlConnection, staging: SqlStaging): Promise<void> {
  if ('ingest' in step) await staging.ingest(step.ingest);
  else if ('expose' in step) await staging.expose(step.expose, step.as);
  else if ('hide' in step) await staging.hide(step.hide);
  else await connection.run(step.sql, step.params);
  transition('statement');
}
