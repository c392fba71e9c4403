// What sluice reads of Arrow data, known by its shape: no version of any library is needed

export { bytesOf, isPresent, offsetReader, wordsOf } from './array-bytes.ts';
export { arrowColumn } from './arrow-column.ts';
export { type ArrowArray, type ArrowBatch, type ArrowTable, arrowBatches, isArrow } from './arrow-table.ts';
export {
  type ArrowField,
  type ArrowSchema,
  type ArrowType,
  isArrowSchema,
  isNestedType,
  typeIds,
  unitDigits,
} from './arrow-type.ts';
export { halfToDouble } from './half-float.ts';
export { bytesReader } from './read-bytes.ts';
export { arrowReader, type ReadValue, type ReadValueOptions } from './read-value.ts';
