import type { Discard } from '@sluice/schema';
import type { FileFormat } from './contract.ts';

/** The number of the package layout; raised when an older sluice could not read it any more. */
export const packageFormat = 1;

/** What a sealed package holds. Written last: a folder with a manifest is complete. */
export interface Manifest {
  readonly format: typeof packageFormat;
  readonly loadId: string;
  /** The package sealed before this one, whose data and state it builds on. */
  readonly predecessor: string | null;
  readonly pipeline: string;
  /** Physical name of the dataset. */
  readonly dataset: string;
  readonly schema: {
    readonly name: string;
    readonly version: number;
    readonly engineVersion: number;
    /** Content hash of the schema the extraction began with: null = none, absent = nothing to compare with. */
    readonly base?: string | null | undefined;
    readonly hash: string;
  };
  readonly state: {
    /** Content hash of the state the extraction began with: null = none, absent = nothing to compare with. */
    readonly base?: string | null | undefined;
    /** Of the state this package brings; null where it did not change. */
    readonly hash: string | null;
  };
  /** The tables that take part, those without rows too (a replace may have none). */
  readonly tables: readonly ManifestTable[];
  /** What contracts left out of the load. Absent in packages of earlier versions. */
  readonly discarded?: readonly Discard[] | undefined;
  /** ISO 8601 in UTC. */
  readonly createdAt: string;
  readonly codeVersion: string;
}

/** A table that takes part in a load. */
export interface ManifestTable {
  readonly name: string;
  /** Columns it did not have before this load: the schema delta. */
  readonly newColumns: readonly string[];
  /** Whether rows have brought ids of their own: two of them may have one. Default false. */
  readonly hasOwnRowIds?: boolean | undefined;
  readonly parts: readonly ManifestPart[];
}

/** One part file of a table. */
export interface ManifestPart {
  readonly id: string;
  /** File name inside the package: numbered, because a table name is no file name on every disk. */
  readonly file: string;
  readonly format: FileFormat;
  readonly rows: number;
  readonly bytes: number;
  /** CRC-32 of the file's bytes. */
  readonly crc32: number;
  /** The columns the file holds, in its order. */
  readonly columns: readonly string[];
  /** Those of them that are null in some row. Absent in packages of earlier versions. */
  readonly nulls?: readonly string[] | undefined;
}
