import type { LoadPlan, PlannedStep, PlannedTable } from '@sluice/load';
import type { SqlContext } from './dialect.ts';
import { publishSteps } from './publish-steps.ts';
import type { Step } from './step.ts';

/** The steps of a publish as text: its statements, and sentences for what files do. */
export function explain(plan: LoadPlan, sql: SqlContext): readonly PlannedStep[] {
  const { ddl, data, records } = publishSteps(plan, sql);
  return [
    ...ddl.map((statement): PlannedStep => ({ part: 'tables', text: statement.sql })),
    ...data.flatMap(({ root, steps }) =>
      steps.map((step): PlannedStep => ({ part: 'rows', table: root, text: textOf(step, sql) })),
    ),
    ...records.map((statement): PlannedStep => ({ part: 'records', text: statement.sql })),
  ];
}

function textOf(step: Step, sql: SqlContext): string {
  if ('ingest' in step) return `-- load ${filesOf(step.ingest)} into ${sql.table(step.ingest.table.name)}`;
  if ('expose' in step) return `-- read ${filesOf(step.expose)} as ${sql.quote(step.as)}`;
  return 'hide' in step ? `-- forget ${sql.quote(step.hide)}` : step.sql;
}

function filesOf({ jobs }: PlannedTable): string {
  const rows = jobs.reduce((sum, job) => sum + job.rows, 0);
  return `${rows} rows in ${jobs.length} ${jobs.length === 1 ? 'file' : 'files'}`;
}
