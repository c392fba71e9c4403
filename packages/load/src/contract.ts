// The destination contract: what a plugin implements, and what it is given.
export * from './contract/capabilities.ts';
export * from './contract/connection.ts';
export * from './contract/destination.ts';
export * from './contract/load-plan.ts';
export * from './contract/physical-column.ts';
export * from './contract/query.ts';
