import type { IdentifierRules, TextFileRules, TypeRules } from '@sluice/schema';
import { z } from 'zod';
import type { Capabilities } from '../contract.ts';

const positive = z.number().int().positive();
const texts = z.array(z.string().min(1)).readonly();

/** The longest name of the format itself: no destination can do with less. */
const longestOwnName = '_dlt_pipeline_state'.length;

const identifiers: z.ZodType<IdentifierRules> = z
  .strictObject({
    maxLength: positive.min(longestOwnName),
    maxColumnLength: positive.min(longestOwnName),
    lengthUnit: z.enum(['characters', 'bytes']).optional(),
    case: z.enum(['preserve', 'lower', 'upper']),
    caseSensitive: z.boolean(),
    caseOf: z.enum(['ascii', 'unicode']).optional(),
    forbiddenCharacters: texts.optional(),
    reservedColumns: texts.optional(),
    reservedDatasets: texts.optional(),
  })
  .readonly() as z.ZodType<IdentifierRules>;

const digits = z
  .tuple([positive, z.number().int().nonnegative()])
  .readonly()
  .refine(([precision, scale]) => scale <= precision, 'the scale is more than the precision');

const types: z.ZodType<TypeRules> = z
  .strictObject({
    timestampPrecision: z.number().int().min(0).max(9),
    maxTimestampPrecision: z.number().int().min(0).max(9),
    decimal: digits,
    wei: digits,
  })
  .readonly()
  .refine(
    (rules) => rules.timestampPrecision <= rules.maxTimestampPrecision,
    'timestampPrecision is more than maxTimestampPrecision',
  );

const textFiles: z.ZodType<TextFileRules> = z
  .strictObject({ nul: z.boolean().optional(), maxRowBytes: positive.optional() })
  .readonly() as z.ZodType<TextFileRules>;

/** A list whose order says something: no entry twice. */
function listOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z
    .array(z.enum(values))
    .readonly()
    .refine((list) => new Set(list).size === list.length, 'an entry is there twice');
}

/** What the capabilities of a destination have to look like. */
export const capabilitiesShape: z.ZodType<Capabilities> = z
  .strictObject({
    identifiers,
    types,
    fileFormats: listOf(['parquet', 'pgcopy', 'csv', 'jsonl']).refine(
      ({ length }) => length > 0,
      'no file format: nothing could be loaded',
    ),
    textFiles: textFiles.optional(),
    replaceStrategies: listOf(['truncate-and-insert', 'insert-from-staging', 'staging-optimized']),
    mergeStrategies: listOf(['delete-insert', 'upsert', 'scd2', 'insert-only', 'cdc']),
    mergeOptions: listOf(['source_filter', 'destination_scope', 'skip_unchanged_rows']),
    atomic: z.enum(['load', 'table', 'none']),
    parallelWrites: positive,
    stagesEarly: z.boolean().optional(),
    maxTextBytes: positive,
    addsNotNullColumns: z.boolean(),
  })
  .readonly()
  .refine(
    ({ mergeStrategies, mergeOptions }) => mergeStrategies.length > 0 || mergeOptions.length === 0,
    'mergeOptions without any merge strategy',
  ) as z.ZodType<Capabilities>;
