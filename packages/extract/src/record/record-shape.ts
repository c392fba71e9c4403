import {
  isSluiceError,
  type KnownKeys,
  knownKeys,
  type OtherKeys,
  otherKeys,
  readShape,
  type Shape,
} from '@sluice/schema';
import type { StandardSchema } from '../standard-schema.ts';
import { conversionOptions } from './conversion-options.ts';

/** What a schema tells about records before there is one. */
export interface RecordShape {
  /** What is given out: what columns are made of. */
  readonly output: Shape;
  /** The keys that records may have; null where the schema knows of none. */
  readonly known: KnownKeys | null;
  /** What it says of other keys in the record itself. */
  readonly others: OtherKeys;
}

const shapes = new WeakMap<StandardSchema, { readonly shape: RecordShape | null }>();

/** What a schema tells about records; null where it offers no JSON Schema. */
export function recordShape(schema: StandardSchema): RecordShape | null {
  const before = shapes.get(schema);
  if (before) return before.shape;
  const shape = readRecordShape(schema);
  shapes.set(schema, { shape });
  return shape;
}

function readRecordShape(schema: StandardSchema): RecordShape | null {
  const { jsonSchema, vendor } = schema['~standard'];
  if (!jsonSchema) return null;
  const write = (io: 'input' | 'output') =>
    jsonSchema[io]({ target: 'draft-2020-12', libraryOptions: conversionOptions(vendor, io) });
  try {
    const input = readShape(write('input'));
    const output = readShape(write('output'));
    return { output, known: knownKeys(input, output), others: otherKeys(input, output) };
  } catch (error) {
    if (isSluiceError(error)) throw error;
    // The standard lets a converter throw at what it has no words for: such a schema validates, no more.
    return null;
  }
}
