export { defineSqlDestination, type SqlDestination } from './define-sql-destination.ts';
export { type SqlContext, type SqlDialect, type Statement, sqlContext } from './dialect.ts';
export { type PublishSteps, publishSteps } from './publish-steps.ts';
export type { SqlConnection } from './sql-connection.ts';
export type { Ingest, Stage, Step, Unstage } from './step.ts';
