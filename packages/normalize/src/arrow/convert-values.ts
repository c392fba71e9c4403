import { type ColumnVector, notCoercible, SluiceError, type Value } from '@sluice/schema';
import { arrowReader, isNestedType, typeIds } from '@sluice/schema/arrow';
import { pushCell } from '../cell.ts';
import type { ColumnWriter } from '../column-writer.ts';
import { createBuilder } from '../columns/column-builder.ts';
import { createMeter } from '../columns/memory-meter.ts';
import type { Normalization } from '../normalization.ts';
import type { ArrowRows } from './arrow-rows.ts';
import { fitArrowValue } from './fit-arrow-value.ts';
import { lossyTime } from './times.ts';

/**
 * Rows of an Arrow array one value at a time: nested ones as JSON, and those whose type is not that of their column,
 * converted as records are.
 *
 * @throws ARROW_TYPE_MISMATCH, ARROW_CONVERSION_LOSSY
 */
export function convertValues(
  run: Normalization,
  { array, start, rows }: ArrowRows,
  target: ColumnWriter,
): ColumnVector {
  const { conversion } = run.arrow;
  const { column } = target;
  const read = arrowReader(array, { nanoseconds: conversion === 'lossy' ? 'floor' : 'text' });
  const builder = createBuilder(target.builder.type, run.runtime, createMeter());
  const into: ColumnWriter = { ...target, builder };
  const isTime = array.type.typeId === typeIds.timestamp || array.type.typeId === typeIds.time;
  const isJson = column.data_type === 'json' && isNestedType(array.type);
  const fitted = (value: Value) => {
    if (isJson) return value;
    // A time whose nanoseconds would be lost is read as text.
    if (isTime && typeof value === 'string' && column.data_type !== 'text') throw lossyTime();
    return fitArrowValue(value, into, conversion);
  };
  for (let row = 0; row < rows; row++) {
    const value = read(start + row);
    const cell = value === null ? null : fitted(value);
    if (cell === notCoercible)
      throw new SluiceError(
        'ARROW_TYPE_MISMATCH',
        `A value of the Arrow type ${array.type} does not fit its column, which is ${column.data_type}`,
        { remedy: 'Cast the field, give it another name, or load it into another table' },
      );
    pushCell(into, cell, row);
  }
  builder.padTo(rows);
  return builder.take(column.name);
}
