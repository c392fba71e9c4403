import { z } from 'zod';
import type { PlannedState } from './contract.ts';
import { type Manifest, packageFormat } from './manifest.ts';

const count = z.number().int().nonnegative();
const head = z.string().nullable().optional();

/** What a `manifest.json` has to look like. Apart from the types, because loading zod is worth avoiding. */
export const manifestShape: z.ZodType<Manifest> = z.object({
  format: z.literal(packageFormat),
  loadId: z.string(),
  predecessor: z.string().nullable(),
  pipeline: z.string(),
  dataset: z.string(),
  schema: z.object({ name: z.string(), version: count, engineVersion: count, base: head, hash: z.string() }),
  state: z.object({ base: head, hash: z.string().nullable() }),
  tables: z.array(
    z.object({
      name: z.string(),
      newColumns: z.array(z.string()),
      hasOwnRowIds: z.boolean().optional(),
      parts: z.array(
        z.object({
          id: z.string(),
          file: z.string().regex(/^\d+\.\w+$/),
          format: z.enum(['parquet', 'pgcopy', 'csv', 'jsonl']),
          rows: count,
          bytes: count,
          crc32: count,
          columns: z.array(z.string()),
          nulls: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
  discarded: z
    .array(
      z.object({
        table: z.string(),
        entity: z.enum(['tables', 'columns', 'data_type']),
        name: z.string(),
        mode: z.enum(['discard_row', 'discard_value']),
        rows: count,
      }),
    )
    .optional(),
  createdAt: z.string(),
  codeVersion: z.string(),
});

export const stateShape: z.ZodType<PlannedState> = z.object({
  version: count,
  engineVersion: count,
  state: z.string(),
  hash: z.string(),
  createdAt: z.string(),
  rowId: z.string(),
});
