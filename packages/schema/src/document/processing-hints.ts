import { cloneSchema, copyDeep } from './copy.ts';
import type { Schema } from './schema.ts';

/** What loading notes about tables and columns for itself: nothing that a person would say about them. */
const processingHints = ['x-normalizer', 'x-loader', 'x-extractor'] as const;

/** A copy of the schema without what loading has noted in it. Version and hash are those of the schema still. */
export function withoutProcessingHints(schema: Schema): Schema {
  const copy = cloneSchema(schema);
  for (const table of copy.tables.values()) {
    for (const hint of processingHints) delete table[hint];
    for (const column of table.columns.values()) delete column['x-normalizer'];
  }
  return copy;
}

/** A copy of the schema with what loading has noted in `noted`: of tables that both have, and of nothing else. */
export function keepProcessingHints(schema: Schema, noted: Schema | undefined): Schema {
  const copy = withoutProcessingHints(schema);
  for (const [name, table] of copy.tables) {
    const known = noted?.tables.get(name);
    for (const hint of processingHints)
      if (known && known[hint] !== undefined) table[hint] = copyDeep(known[hint]);
  }
  return copy;
}
