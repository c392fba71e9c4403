import type { Runtime } from '../runtime.ts';
import { namingConvention } from './naming.ts';

const maxLength = 64;
const pipelineSuffix = '_pipeline';

/** Whether a text may name a schema: an identifier (letters of any script, digits, `_`) of at most 64 characters. */
export function isSchemaName(name: string): boolean {
  return /^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(name) && Array.from(name).length <= maxLength;
}

/** A schema name made from any text: `Pipe-123` → `pipe_123`. @throws IDENTIFIER_EMPTY */
export function schemaName(raw: string, runtime: Runtime): string {
  return namingConvention('snake_case', maxLength, runtime).identifier(raw);
}

/**
 * The schema of data that names none: called after the pipeline, without a trailing `_pipeline`.
 * @throws IDENTIFIER_EMPTY
 */
export function defaultSchemaName(pipelineName: string, runtime: Runtime): string {
  const stem = pipelineName.endsWith(pipelineSuffix)
    ? pipelineName.slice(0, -pipelineSuffix.length)
    : pipelineName;
  return schemaName(stem, runtime);
}
