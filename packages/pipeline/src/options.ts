import type { Logger, RecordHints, ResourceHints } from '@sluice/extract';
import type { Destination, LoadEvent, LoadPolicy, StrategyChoice } from '@sluice/load';
import type { ArrowOptions } from '@sluice/normalize';
import { SluiceError } from '@sluice/schema';
import { checkArrowOptions } from './arrow-options.ts';
import type { SchemaFilesOptions } from './schema-files.ts';
import type { NamingOptions } from './starting-schema.ts';

/** How much goes into one part file: never part of what is loaded, and never needed for it. */
export interface BatchLimits {
  /**
   * Most bytes of rows in memory, all tables together; the largest table is then written to a part file. From 65,536 to
   * 2^30. Default 96 MiB.
   */
  readonly maxBatchBytes?: number | undefined;
  /** Most rows in a part file. Default 65,536. */
  readonly maxBatchRows?: number | undefined;
}

export interface PipelineOptions extends StrategyChoice, LoadPolicy, BatchLimits {
  /** Names the working folder and, with `_dataset` appended, the dataset. */
  readonly name: string;
  readonly destination: Destination;
  /** Where the tables go. Default `<name>_dataset`; written the way the naming convention writes names. */
  readonly dataset?: string;
  /** Whether the names of datasets are written the way the naming convention writes names. Default true. */
  readonly normalizeDataset?: boolean;
  /**
   * Whether each schema but the default one has a dataset of its own, called `<dataset>_<schema>`. Default false. Each
   * then holds the state of its own sources, and becomes visible by itself.
   */
  readonly datasetPerSchema?: boolean;
  /** Where packages and copies of state and schemas are kept. Default `.sluice`, or what `SLUICE_DIR` says. */
  readonly workDir?: string;
  /**
   * Whether a run starts from the state and schemas at the destination (true, the default), so that any machine
   * can go on where another stopped, or from those in the working folder.
   */
  readonly restore?: boolean;
  /**
   * Naming convention: `snake_case`, `sql_cs_v1`, `sql_ci_v1`, `duck_case`, `direct` or `s3_tables`. Default: that of the
   * schema, for a new one `snake_case`. Once tables hold data, another one is refused (`IDENTIFIERS_FROZEN`).
   */
  readonly naming?: string | NamingOptions;
  /** Folders of schema files, to be read and edited by people. */
  readonly schemaFiles?: SchemaFilesOptions;
  /**
   * Time zone values are stored in, by its IANA name: a date-time without an offset is one of its clocks, an instant
   * falls on the day it has there. Default `UTC`. Load ids, boundaries of versions and times of loads are in UTC always.
   */
  readonly timezone?: string;
  /** What Arrow data gets besides its own columns, and how exactly its values are kept. */
  readonly arrow?: ArrowOptions;
  /** Default: warnings and errors to the console. */
  readonly logger?: Logger;
  /** Told what happens during loads. What it throws is logged, and changes nothing. */
  readonly progress?: (event: LoadEvent) => void;
}

/** What one call of `load` or `retry` changes about the pipeline's own options. */
export interface LoadRunOptions extends Pick<LoadPolicy, 'onTableFailure'> {
  /** Stops loading at the next chance; what is not loaded by then stays pending. */
  readonly signal?: AbortSignal;
}

/**
 * What one run changes about the data it is given, on top of its own hints.
 *
 * @typeParam T a record: editors know its keys
 */
export interface RunOptions<T = unknown>
  extends Omit<ResourceHints, 'table' | keyof RecordHints<T>>,
    Partial<RecordHints<T>> {
  /** Table of plain records; required for them. */
  readonly table?: string;
  /** Schema of loose resources and plain records. Default: the pipeline's default schema. */
  readonly schemaName?: string;
  /** Stops the run at the next chance; what is sealed by then is loaded by the next run. */
  readonly signal?: AbortSignal;
}

const pipelineKeys = [
  'name',
  'destination',
  'dataset',
  'normalizeDataset',
  'datasetPerSchema',
  'workDir',
  'restore',
  'naming',
  'schemaFiles',
  'timezone',
  'arrow',
  'maxBatchBytes',
  'maxBatchRows',
  'replaceStrategy',
  'allowKeyless',
  'widen',
  'adopt',
  'retry',
  'onTableFailure',
  'keepPackages',
  'logger',
  'progress',
];

const smallestBatchBytes = 2 ** 16;
/** Formats and databases end at 2 GiB of one column, some at 1. */
const largestCount = 2 ** 30;

/** @throws OPTION_UNKNOWN, OPTION_INVALID, PIPELINE_NAME_INVALID */
export function checkPipelineOptions(options: PipelineOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new SluiceError('OPTION_INVALID', 'pipeline() takes an object of options', {
      remedy: "Write pipeline({ name: 'my_pipeline', destination })",
    });
  for (const key of Object.keys(options))
    if (!pipelineKeys.includes(key))
      throw new SluiceError('OPTION_UNKNOWN', `pipeline() has no option ${JSON.stringify(key)}`, {
        remedy: `Its options are ${pipelineKeys.join(', ')}`,
      });
  checkName(options.name);
  for (const key of ['dataset', 'workDir'] as const)
    if (options[key] !== undefined && (typeof options[key] !== 'string' || options[key] === ''))
      throw invalid(key, 'a text that is not empty');
  for (const key of [
    'restore',
    'normalizeDataset',
    'datasetPerSchema',
    'allowKeyless',
    'widen',
    'adopt',
  ] as const)
    if (options[key] !== undefined && typeof options[key] !== 'boolean') throw invalid(key, 'true or false');
  if (options.timezone !== undefined && typeof options.timezone !== 'string')
    throw invalid('timezone', 'the name of a time zone, such as Europe/Berlin');
  if (options.replaceStrategy !== undefined && typeof options.replaceStrategy !== 'string')
    throw invalid('replaceStrategy', "'insert-from-staging', 'truncate-and-insert' or 'staging-optimized'");
  checkLoadPolicy(options);
  if (options.progress !== undefined && typeof options.progress !== 'function')
    throw invalid('progress', 'a function that takes an event');
  checkCount('maxBatchBytes', options.maxBatchBytes, smallestBatchBytes);
  checkCount('maxBatchRows', options.maxBatchRows, 1);
  if (options.arrow !== undefined) checkArrowOptions(options.arrow);
  checkNaming(options.naming);
  if (options.schemaFiles !== undefined) checkSchemaFiles(options.schemaFiles);
  if (typeof options.destination?.open !== 'function')
    throw invalid('destination', 'what a destination plugin returns, such as duckdb(path)');
}

function checkLoadPolicy({ retry, onTableFailure, keepPackages }: LoadPolicy): void {
  if (onTableFailure !== undefined && onTableFailure !== 'stop' && onTableFailure !== 'continue')
    throw invalid('onTableFailure', "'stop' or 'continue'");
  if (keepPackages !== undefined && !isCount(keepPackages, 0))
    throw invalid('keepPackages', 'a number from 0');
  if (retry === undefined) return;
  const { attempts, minDelayMs, maxDelayMs, ...others } = retry as Record<string, unknown>;
  const isFine =
    typeof retry === 'object' &&
    (attempts === undefined || isCount(attempts, 1)) &&
    [minDelayMs, maxDelayMs].every((delay) => delay === undefined || isCount(delay, 0)) &&
    Object.keys(others).length === 0;
  if (!isFine)
    throw invalid(
      'retry',
      'numbers: { attempts: 5, minDelayMs: 250, maxDelayMs: 30_000 }, at least one attempt',
    );
}

function isCount(value: unknown, least: number): boolean {
  return Number.isInteger(value) && Number(value) >= least;
}

function checkCount(key: keyof BatchLimits, count: unknown, least: number): void {
  if (count === undefined) return;
  if (typeof count === 'number' && Number.isInteger(count) && count >= least && count <= largestCount) return;
  throw invalid(key, `a whole number from ${least} to ${largestCount}`);
}

function checkNaming(naming: unknown): void {
  if (naming === undefined || (typeof naming === 'string' && naming !== '')) return;
  const { convention, allowIdentifierChange, ...others } = (naming ?? {}) as Partial<NamingOptions>;
  const isAllowed = allowIdentifierChange === undefined || typeof allowIdentifierChange === 'boolean';
  if (typeof convention === 'string' && convention !== '' && isAllowed && Object.keys(others).length === 0)
    return;
  throw invalid('naming', 'the name of a convention, or { convention, allowIdentifierChange }');
}

function checkSchemaFiles(files: unknown): void {
  const { format, import: from, export: to, ...others } = (files ?? {}) as Record<string, unknown>;
  const isFolder = (folder: unknown) => folder === undefined || (typeof folder === 'string' && folder !== '');
  const isFormat = format === undefined || format === 'yaml' || format === 'json';
  if (isFolder(from) && isFolder(to) && isFormat && Object.keys(others).length === 0) return;
  throw invalid(
    'schemaFiles',
    "folders and a format: { import: 'schemas', export: 'schemas/now', format: 'yaml' }",
  );
}

/** The name becomes a folder's: anything that could lead out of the working folder is refused. */
function checkName(name: unknown): void {
  if (
    typeof name === 'string' &&
    name.trim() !== '' &&
    name.length <= 200 &&
    !/[/\\:%{}\0]|^\.|\.$/.test(name)
  )
    return;
  throw new SluiceError('PIPELINE_NAME_INVALID', `${JSON.stringify(name)} cannot name a pipeline`, {
    remedy: 'Use letters, digits, `_` and `-`: the name becomes a folder',
  });
}

function invalid(option: string, expected: string): SluiceError {
  return new SluiceError('OPTION_INVALID', `The option ${option} of pipeline() is not what it should be`, {
    remedy: `Give it ${expected}`,
  });
}
