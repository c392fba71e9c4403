import type { DataType } from '../data-type.ts';

/**
 * The schema as it is stored in a dataset. Keys are the document's own (snake_case): what is in memory is what is
 * written and hashed. Tables and columns are Maps because their order is part of the format and objects reorder
 * integer-like keys.
 */
export interface Schema {
  name: string;
  /** Raised by one for every save that changed the content. */
  version: number;
  /** Content hash of the last saved version; empty before the first save. */
  version_hash: string;
  engine_version: number;
  /** Hashes of earlier versions, newest first, at most ten. */
  previous_hashes: string[];
  tables: Map<string, Table>;
  settings: SchemaSettings;
  normalizers: Normalizers;
  imported_version_hash?: string;
  description?: string;
}

/** `skip` is for system tables: their rows do not come from sources. */
export type WriteDisposition = 'append' | 'replace' | 'merge' | 'skip';
/** How rows are merged: the format's own words. */
export type MergeStrategy = 'delete-insert' | 'upsert' | 'scd2' | 'insert-only' | 'cdc';
/** The table format at destinations that have several. */
export type TableFormat = 'iceberg' | 'delta' | 'hive' | 'native';

/** A table of a schema, as its document has it. */
export interface Table {
  name: string;
  columns: Map<string, Column>;
  description?: string;
  /** The resource that fills it, by its raw name. Root tables only. */
  resource?: string;
  /** The table this one is nested in. */
  parent?: string;
  write_disposition?: WriteDisposition;
  table_format?: TableFormat;
  file_format?: string;
  schema_contract?: SchemaContract;
  filters?: { excludes?: string[]; includes?: string[] };
  references?: TableReference[];
  variant_name?: string;
  [annotation: `x-${string}`]: unknown;
}

/** A column of a table, as the document has it. What is absent was not said. */
export interface Column {
  name: string;
  /** Absent while only hints are known ("incomplete"): such a column is not created at a destination. */
  data_type?: DataType;
  nullable?: boolean;
  precision?: number;
  scale?: number;
  /** timestamp: false = a wall clock without a zone. Default true. */
  timezone?: boolean;
  description?: string;
  primary_key?: boolean;
  merge_key?: boolean;
  partition?: boolean;
  cluster?: boolean;
  sort?: boolean;
  unique?: boolean;
  row_key?: boolean;
  parent_key?: boolean;
  root_key?: boolean;
  hard_delete?: boolean;
  dedup_sort?: 'asc' | 'desc';
  incremental?: boolean;
  /** Holds values that did not fit the type of another column. */
  variant?: boolean;
  [annotation: `x-${string}`]: unknown;
}

/** A column whose type is known. */
export type CompleteColumn = Column & { data_type: DataType };

/** Columns that hold the values of columns of another table, in the same order. */
export interface TableReference {
  label?: string;
  cardinality?: string;
  table?: string;
  columns: string[];
  referenced_table: string;
  referenced_columns: string[];
}

/** What becomes of data that would change a schema. */
export type ContractMode = 'evolve' | 'freeze' | 'discard_row' | 'discard_value';
/** What of a schema a mode is about. */
export type ContractEntity = 'tables' | 'columns' | 'data_type';
/** One mode for all three entities, or a mode each (absent = evolve). */
export type SchemaContract = ContractMode | Partial<Record<ContractEntity, ContractMode>>;

/** What decides about columns that data brings. */
export interface SchemaSettings {
  detections?: string[];
  default_hints?: Record<string, string[]>;
  preferred_types?: Record<string, DataType>;
  schema_contract?: SchemaContract;
  [key: string]: unknown;
}

/** How names are made, and how records are taken apart. */
export interface Normalizers {
  names: string;
  json: {
    module: string;
    config?: {
      max_nesting?: number;
      root_key_propagation?: boolean;
      propagation?: { root?: Record<string, string>; tables?: Record<string, Record<string, string>> };
      [key: string]: unknown;
    };
  };
  use_break_path_on_normalize?: boolean;
  allow_identifier_change_on_table_with_data?: boolean;
  detections?: string[];
  [key: string]: unknown;
}
