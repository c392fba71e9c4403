import { handDown, leaveOut, type RowContext, type WrittenRow, writeCarefully } from './careful-row.ts';
import { pushCell } from './cell.ts';
import type { ColumnWriter } from './column-writer.ts';
import type { TextBuilder } from './columns/text-builder.ts';
import { pushRecord } from './fast-row.ts';
import { nestedRowId } from './ids.ts';
import type { Normalization } from './normalization.ts';
import type { TableShape } from './shape.ts';
import type { TableWriter } from './table-writer.ts';

/** Writes a record as a row, and what is nested in it as rows of nested tables, parents first. */
export function writeRow(
  run: Normalization,
  shape: TableShape,
  record: ReadonlyMap<string, unknown> | object,
  context: RowContext,
): void {
  const { writer } = shape;
  if (writer.keptOut) {
    leaveOut(run, writer, writer.keptOut);
    return;
  }
  const row = writeFast(run, shape, record, context) ?? writeCarefully(run, shape, record, context);
  if (run.meter.used > run.maxBufferBytes) relieveMemory(run);
  if (row === null || row.lists.length === 0) return;
  run.ancestors.push(record);
  for (const { shape: inner, elements } of row.lists) {
    run.ancestors.push(elements);
    for (let index = 0; index < elements.length; index++)
      writeElement(run, inner, elements[index], { parentId: row.id, index, inherited: row.inherited });
    run.ancestors.pop();
  }
  run.ancestors.pop();
}

/** An element of a list: an object is a row, a list a row that links to the rows inside, a scalar a row of one value. */
function writeElement(run: Normalization, shape: TableShape, element: unknown, context: RowContext): void {
  if (Array.isArray(element)) writeRow(run, shape.lists, { [run.system.list]: element }, context);
  else writeRow(run, shape, asRecord(run, element), context);
}

/** What is no object becomes a row with one column, `value`. */
export function asRecord(run: Normalization, value: unknown): ReadonlyMap<string, unknown> | object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null || value instanceof Map) return value;
    return run.recordOf(value);
  }
  return { [run.system.value]: value };
}

function writeFast(
  run: Normalization,
  shape: TableShape,
  record: ReadonlyMap<string, unknown> | object,
  context: RowContext,
): WrittenRow | null {
  const { writer } = shape;
  if (writer.careful || record instanceof Map) return null;
  try {
    const lists = pushRecord(shape, record);
    if (lists !== null) {
      const id = pushSystemColumns(run, shape, context);
      if (id !== null) {
        writer.endRow();
        // Rows that hand down more than their id are careful ones.
        return {
          lists,
          id,
          inherited: lists.length === 0 ? [] : handDown(writer, context.inherited, () => id),
        };
      }
    }
  } catch {
    // The careful path meets the same value again and says which column it is in.
  }
  writer.rollback();
  return null;
}

function pushSystemColumns(run: Normalization, shape: TableShape, context: RowContext): string | null {
  const { system, columns, rows, name } = shape.writer;
  const { parentId, index, inherited } = context;
  for (const [column, value] of inherited)
    if (!pushText(columns.get(column), String(value), rows)) return null;
  if (!shape.writer.nests(parentId)) {
    const id = run.newId();
    return pushText(system.loadId, run.loadId, rows) && pushText(system.id, id, rows) ? id : null;
  }
  const id = nestedRowId(parentId, name, index, run.runtime);
  if (system.listIndex?.kind !== 'bigint') return null;
  pushCell(system.listIndex, index, rows);
  return pushText(system.parentId, parentId, rows) && pushText(system.id, id, rows) ? id : null;
}

function pushText(target: ColumnWriter | null | undefined, text: string, row: number): boolean {
  if (target?.kind !== 'text') return false;
  const builder = target.builder as TextBuilder;
  // The record has a key of this name: which of the two values counts is for the careful path to say.
  if (builder.length > row) return false;
  if (builder.length !== row) builder.padTo(row);
  builder.push(text);
  return true;
}

/** Flushes the largest table and gives its memory back. */
export function relieveMemory(run: Normalization): void {
  let largest: TableWriter | undefined;
  for (const writer of run.writers.values()) if (writer.byteSize > (largest?.byteSize ?? 0)) largest = writer;
  largest?.flush();
  largest?.release();
}
