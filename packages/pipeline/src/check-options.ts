import type { LoadPolicy, ReplaceStrategy } from '@sluice/load';
import { SluiceError } from '@sluice/schema';
import { checkArrowOptions } from './arrow-options.ts';
import type { BatchLimits, LoadRunOptions, PipelineOptions } from './options.ts';
import type { NamingOptions } from './starting-schema.ts';

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

const callKeys = {
  load: ['signal', 'onTableFailure'],
  retry: ['signal', 'onTableFailure', 'loadId'],
} as const;

const replaceStrategies: readonly ReplaceStrategy[] = [
  'insert-from-staging',
  'truncate-and-insert',
  'staging-optimized',
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
  refuseOthers('pipeline', options, pipelineKeys);
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
  if (options.replaceStrategy !== undefined && !replaceStrategies.includes(options.replaceStrategy))
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

/** @throws OPTION_UNKNOWN, OPTION_INVALID */
export function checkCallOptions(call: keyof typeof callKeys, options: LoadRunOptions): void {
  refuseOthers(call, options, callKeys[call]);
  checkLoadPolicy(options, call);
}

function refuseOthers(call: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options))
    if (!known.includes(key))
      throw new SluiceError('OPTION_UNKNOWN', `${call}() has no option ${JSON.stringify(key)}`, {
        remedy: `Its options are ${known.join(', ')}`,
      });
}

function checkLoadPolicy({ retry, onTableFailure, keepPackages }: LoadPolicy, call = 'pipeline'): void {
  if (onTableFailure !== undefined && onTableFailure !== 'stop' && onTableFailure !== 'continue')
    throw invalid('onTableFailure', "'stop' or 'continue'", call);
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

function invalid(option: string, expected: string, call = 'pipeline'): SluiceError {
  return new SluiceError('OPTION_INVALID', `The option ${option} of ${call}() is not what it should be`, {
    remedy: `Give it ${expected}`,
  });
}
