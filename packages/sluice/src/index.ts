export type { AnyRow, Dataset, Relation, RowValue } from '@sluice/dataset';
export {
  type Context,
  type Cursor,
  type Incremental,
  type IncrementalOptions,
  incremental,
  type Limit,
  type Logger,
  type MergeDisposition,
  materialize,
  type Resource,
  type ResourceHints,
  resource,
  type Source,
  type SourceContext,
  type SourceOptions,
  silentLogger,
  source,
  type Transformer,
  type TransformerOptions,
  transformer,
  withHints,
  withTable,
} from '@sluice/extract';
export type { Destination } from '@sluice/load';
export {
  type Pipeline,
  type PipelineOptions,
  pipeline,
  type RunInfo,
  type RunOptions,
  type TableChange,
} from '@sluice/pipeline';
export { type ColumnHints, decimal, double, isSluiceError, SluiceError } from '@sluice/schema';
