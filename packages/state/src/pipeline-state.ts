/** The version of the state's structure that sluice writes: dlt calls it the state engine. */
export const stateEngineVersion = 4;

/**
 * What a pipeline remembers from run to run, as it is stored in `_dlt_pipeline_state`. Keys are the document's own;
 * those not known here are kept.
 */
export interface PipelineState {
  /** Raised by one for every change of the content; 0 before the first load. */
  _state_version: number;
  _state_engine_version: number;
  /** What concerns this machine alone: never stored at a destination, never hashed. */
  _local?: Record<string, unknown>;
  pipeline_name: string;
  /** As the user wrote it. */
  dataset_name: string | null;
  /** The schema that data without one of its own goes to. */
  default_schema_name?: string | null | undefined;
  /** Sorted. */
  schema_names: string[];
  destination_type: string | null;
  /** Null where the destination is called what its type is called. */
  destination_name: string | null;
  staging_type?: string | null;
  staging_name?: string | null;
  /** Content hash of this version; empty before the first one. */
  _version_hash: string;
  /** Schema name → what its sources and resources remember. Absent until one remembers something. */
  sources?: Record<string, SourceState>;
  [key: string]: unknown;
}

/** What a source remembers, under keys of its own choice; `resources` holds what each of its resources does. */
export type SourceState = Record<string, unknown> & { resources?: Record<string, ResourceState> };

/** What a resource remembers, under keys of its own choice. */
export type ResourceState = Record<string, unknown>;

/** The state of a pipeline that has not run yet. */
export function newState(
  pipeline: Pick<PipelineState, 'pipeline_name' | 'dataset_name' | 'destination_type'> &
    Partial<
      Pick<PipelineState, 'destination_name' | 'staging_type' | 'staging_name' | 'default_schema_name'>
    >,
): PipelineState {
  const { pipeline_name, dataset_name, destination_type, destination_name = null, ...others } = pipeline;
  return {
    _state_version: 0,
    _state_engine_version: stateEngineVersion,
    pipeline_name,
    dataset_name,
    ...others,
    schema_names: [],
    destination_type,
    destination_name,
    _version_hash: '',
  };
}
