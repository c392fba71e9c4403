import type { ColumnVector, DataType, VectorType } from '@sluice/schema';
import { type ArrowArray, arrowColumn, typeIds } from '@sluice/schema/arrow';
import type { ColumnWriter } from '../column-writer.ts';
import { createBuilder } from '../columns/column-builder.ts';
import { createMeter } from '../columns/memory-meter.ts';
import type { Normalization } from '../normalization.ts';
import { placeError } from '../place-error.ts';
import { isSameVector } from '../vector-type.ts';
import type { ArrowRows } from './arrow-rows.ts';
import { type Presence, presenceOf, sliceBits } from './bits.ts';
import { convertValues } from './convert-values.ts';
import { decimals } from './decimals.ts';
import { doubles } from './floats.ts';
import { gather } from './gather.ts';
import { longs, refuseBeyond } from './integers.ts';
import { positions } from './positions.ts';
import { texts } from './texts.ts';
import { clocks, days, moments } from './times.ts';

/**
 * Rows of an Arrow array as their column stores them: where the layouts agree they are views of the very memory.
 *
 * @throws ARROW_CONVERSION_LOSSY, and the codes of values out of range, with the place
 */
export function convertColumn(
  run: Normalization,
  table: string,
  from: ArrowRows,
  target: ColumnWriter,
): ColumnVector {
  try {
    return convert(run, from, target);
  } catch (cause) {
    throw placeError(cause, { table, column: target.column.name });
  }
}

function convert(run: Normalization, from: ArrowRows, target: ColumnWriter): ColumnVector {
  const { array, start, rows } = from;
  if (array.type.typeId === typeIds.dictionary) return decode(run, from, target);
  const presence = presenceOf(array.nullBitmap, array.offset + start, rows);
  const { type } = target.builder;
  const name = target.column.name;
  const isNull = presence.nullCount === rows || array.type.typeId === typeIds.null;
  if (isNull) return nullVector(name, type, rows);
  const laidOut = layOut(run, from, target, presence);
  if (laidOut === null) return convertValues(run, from, target);
  return { name, type, length: rows, ...presence, offsets: null, ...laidOut };
}

type Values = Pick<ColumnVector, 'values'> & Partial<Pick<ColumnVector, 'offsets'>>;

/** The values without a look at each, or with a short one; null where each has to be converted by itself. */
function layOut(
  run: Normalization,
  { array, start, rows }: ArrowRows,
  { builder: { type }, column }: ColumnWriter,
  presence: Presence,
): Values | null {
  if (naturalType(array) !== column.data_type) return null;
  const isLossy = run.arrow.conversion === 'lossy';
  switch (type.kind) {
    case 'bool':
      return { values: sliceBits(array.values as Uint8Array, array.offset + start, rows) };
    case 'int64': {
      const values = longs(array, start, rows, presence);
      const { precision = 64 } = column;
      if (precision < (arrowColumn({ name: '', type: array.type, nullable: true }).precision ?? 64))
        refuseBeyond(values, presence, precision);
      return { values };
    }
    case 'float64':
      return { values: doubles(array, start, rows) };
    case 'date32':
      return { values: days(array, start, rows, presence) };
    case 'time64':
      return { values: clocks(array, start, rows, presence, { digits: 6, isLossy }) };
    case 'timestamp':
      if (run.fitting.zone !== null && type.utc !== Boolean(array.type.timezone)) return null;
      return {
        values: moments(array, start, rows, presence, { digits: type.unit === 'ns' ? 9 : 6, isLossy }),
      };
    case 'decimal128': {
      const { scale = 0, precision = 38 } = array.type;
      if (scale !== type.scale || precision > type.precision) return null;
      const values = decimals(array, start, rows, presence);
      return values && { values };
    }
    case 'binary':
      return texts(array, start, rows, presence);
    case 'utf8':
      return column.data_type === 'text' ? texts(array, start, rows, presence) : null;
    case 'json':
      return null;
  }
}

function naturalType({ type }: ArrowArray): DataType | undefined {
  return arrowColumn({ name: '', type, nullable: true }).data_type;
}

/** Rows of nothing but nulls. */
export function nullVector(name: string, type: VectorType, rows: number): ColumnVector {
  const builder = createBuilder(type, { writeUtf8: () => 0 }, createMeter());
  builder.padTo(rows);
  return builder.take(name);
}

function decode(run: Normalization, { array, start, rows }: ArrowRows, target: ColumnWriter): ColumnVector {
  const words = dictionaryOf(run, array, target);
  const { validity } = presenceOf(array.nullBitmap, array.offset + start, rows);
  return gather(words, positions(array, start, rows, validity));
}

/** A dictionary, decoded once for all batches that share it. */
function dictionaryOf(run: Normalization, { dictionary }: ArrowArray, target: ColumnWriter): ColumnVector {
  const { type } = target.builder;
  const { name } = target.column;
  if (!dictionary) return nullVector(name, type, 0);
  const { dictionaries } = run.arrow;
  const decoded = dictionaries.get(dictionary) ?? new WeakMap<ColumnWriter, ColumnVector>();
  const known = decoded.get(target);
  if (known && isSameVector(known.type, type)) return known;
  const words = concat(run, dictionary.data, target);
  dictionaries.set(dictionary, decoded.set(target, words));
  return words;
}

function concat(run: Normalization, chunks: readonly ArrowArray[], target: ColumnWriter): ColumnVector {
  const vectors = chunks.map((array) => convert(run, { array, start: 0, rows: array.length }, target));
  const [only] = vectors;
  if (only && vectors.length === 1) return only;
  const builder = createBuilder(target.builder.type, run.runtime, createMeter());
  for (const vector of vectors) builder.append(vector);
  return builder.take(target.column.name);
}
