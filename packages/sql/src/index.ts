export { defineSqlDestination, type SqlDestination, type SqlOpenOptions } from './define-sql-destination.ts';
export { type SqlContext, type SqlDialect, type Statement, sqlContext } from './dialect.ts';
export { limitIdentifiers } from './identifier-length.ts';
export { type ChainSteps, type PublishSteps, publishSteps } from './publish-steps.ts';
export type { SqlConnection, SqlStaging } from './sql-connection.ts';
export type { Expose, Hide, Ingest, Step } from './step.ts';
