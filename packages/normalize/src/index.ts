export type { ArrowConversion, ArrowOptions } from './arrow/arrow-run.ts';
export type { NormalizeErrorCode } from './errors.ts';
export { keyHash, nestedRowId, randomIds, rowHash } from './ids.ts';
export { type InferSchemaOptions, inferSchema } from './infer-schema.ts';
export { createNormalizer, type Normalizer } from './normalizer.ts';
export type { NormalizeOptions } from './options.ts';
