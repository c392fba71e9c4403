export type { PipelineErrorCode } from './errors.ts';
export { pipeline } from './local-pipeline.ts';
export { nodeRuntime } from './node-runtime.ts';
export type { BatchLimits, LoadRunOptions, PipelineOptions, RunOptions } from './options.ts';
export type { Pipeline } from './pipeline.ts';
export type { RunInfo, TableChange } from './run-info.ts';
export type { SchemaFilesOptions } from './schema-files.ts';
export type { NamingOptions } from './starting-schema.ts';
