export { type ArrowData, isArrow } from './arrow.ts';
export type { Context, Settings, SourceContext } from './context.ts';
export { describe } from './describe/describe.ts';
export type { DescribeOptions } from './describe/schema-of.ts';
export type { Element, Emitted } from './element.ts';
export type { ExtractOptions, ResourceSummary } from './engine/extract-options.ts';
export { extractSource } from './engine/extract-source.ts';
export type { OpenableSource, OpenedSource } from './engine/opened-source.ts';
export type { ExtractErrorCode } from './errors.ts';
export { computeTables, type TablesOptions } from './hints/compute-tables.ts';
export type {
  ByRecord,
  FileFormatHint,
  MarkHints,
  NestedHints,
  Nesting,
  Reference,
  ResourceHints,
  RunHints,
  TableHints,
} from './hints/hints.ts';
export { type KnownTables, knownTables } from './hints/known-tables.ts';
export type { Names } from './hints/names.ts';
export type { ColumnsOf, NameIn, RecordHints } from './hints/record-hints.ts';
export type { MergeDisposition } from './hints/write-disposition.ts';
export type { HttpClient, HttpRequest, PagedRequest } from './http-client.ts';
export type { Cursor } from './incremental/cursor.ts';
export {
  type Incremental,
  type IncrementalOptions,
  incremental,
  type LastValue,
  type RangeEnd,
} from './incremental/incremental.ts';
export { type JsonPath, jsonPath } from './json-path/json-path.ts';
export type { Limit } from './limit.ts';
export { consoleLogger, type Logger, silentLogger } from './logger.ts';
export { Marked, materialize, withHints, withTable } from './mark.ts';
export type { Page } from './page.ts';
export type { Data, Producer, Records, WebStream } from './producer.ts';
export { type JsonSchemaOptions, jsonSchema } from './record/json-schema.ts';
export { Resource, resource, type Transformer } from './resource.ts';
export { Source, type SourceFactory, type SourceOptions, source } from './source.ts';
export {
  RecordIssues,
  type StandardIssue,
  type StandardJsonSchema,
  type StandardJsonSchemaOptions,
  type StandardResult,
  type StandardSchema,
} from './standard-schema.ts';
export { type ToSourcesOptions, toSources } from './to-sources.ts';
export { type TransformerOptions, transformer } from './transformer.ts';
