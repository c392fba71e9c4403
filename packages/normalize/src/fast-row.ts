import { encodeJson, isoTimestampMicros } from '@sluice/schema';
import { pushConverted } from './cell.ts';
import type { ColumnWriter } from './column-writer.ts';
import type { BoolBuilder } from './columns/bool-builder.ts';
import type { Float64Builder } from './columns/float64-builder.ts';
import type { Int64Builder } from './columns/int64-builder.ts';
import type { TextBuilder } from './columns/text-builder.ts';
import type { PendingList, ShapeNode, Slot, TableShape } from './shape.ts';

const noLists: readonly PendingList[] = [];

/**
 * Pushes a record whose every key is known straight into the column buffers: no intermediate row, no look at the
 * schema. Returns the lists it met, or null for a record that needs the careful path (a new key, a value that does
 * not fit, anything rare); what was pushed by then is the caller's to roll back.
 */
export function pushRecord(shape: TableShape, record: object): readonly PendingList[] | null {
  let open: { node: ShapeNode; object: object }[] | null = null;
  let lists: PendingList[] | null = null;
  let node = shape.root;
  let object: Record<string, unknown> = record as Record<string, unknown>;
  const row = shape.writer.rows;
  for (;;) {
    const keys = Object.keys(object);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      const slot = slotOf(node, key, i);
      if (slot === undefined || slot.careful) return null;
      const value = object[key];
      if (value === null || value === undefined) {
        if (slot.column?.required) return null;
      } else if (typeof value === 'object') {
        if (slot.json || !isPlain(value)) {
          if (slot.column === null || !pushObject(slot.column, value, row)) return null;
        } else if (Array.isArray(value)) {
          if (value.length > 0) {
            if (slot.list === null) return null;
            lists ??= [];
            lists.push({ shape: slot.list, elements: value });
          } else if (slot.list === null && !slot.emptyList) return null;
        } else {
          if (slot.object === null) return null;
          open ??= [];
          open.push({ node: slot.object, object: value });
        }
      } else if (slot.column === null || !pushScalar(slot.column, value, row)) return null;
    }
    const next = open?.pop();
    if (next === undefined) return lists ?? noLists;
    node = next.node;
    object = next.object as Record<string, unknown>;
  }
}

/** The slot of a key, known at once where the record before had the same key at the same place. */
function slotOf(node: ShapeNode, key: string, index: number): Slot | undefined {
  if (node.lastKeys[index] === key) return node.lastSlots[index];
  const slot = node.slots.get(key);
  if (slot !== undefined && index <= node.lastKeys.length) {
    node.lastKeys[index] = key;
    node.lastSlots[index] = slot;
  }
  return slot;
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * Pushes a scalar into its slot's column; false where it does not fit. Each case reads the builder as its own class:
 * a shared site for all of them would be several times slower.
 */
function pushScalar(target: ColumnWriter, value: unknown, row: number): boolean {
  switch (target.kind) {
    case 'text':
      if (typeof value === 'string') {
        const builder = target.builder as TextBuilder;
        if (builder.length !== row) builder.padTo(row);
        builder.push(value);
        return true;
      }
      break;
    case 'bigint':
      if (Number.isSafeInteger(value)) {
        const builder = target.builder as Int64Builder;
        if (builder.length !== row) builder.padTo(row);
        builder.push(value as number);
        return true;
      }
      break;
    case 'double':
      if (typeof value === 'number') {
        if (!Number.isFinite(value)) return true;
        const builder = target.builder as Float64Builder;
        if (builder.length !== row) builder.padTo(row);
        builder.push(value);
        return true;
      }
      break;
    case 'bool':
      if (typeof value === 'boolean') {
        const builder = target.builder as BoolBuilder;
        if (builder.length !== row) builder.padTo(row);
        builder.push(value);
        return true;
      }
      break;
    case 'timestamp':
      if (typeof value === 'string') {
        const micros = isoTimestampMicros(value);
        if (!Number.isNaN(micros)) {
          const builder = target.builder as Int64Builder;
          if (builder.length !== row) builder.padTo(row);
          builder.push(micros);
          return true;
        }
      }
      break;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return true;
  return pushConverted(target, value, row);
}

function pushObject(target: ColumnWriter, value: object, row: number): boolean {
  if (target.kind !== 'json' || !isPlain(value)) return pushConverted(target, value, row);
  const builder = target.builder as TextBuilder;
  if (builder.length !== row) builder.padTo(row);
  builder.push(encodeJson(value));
  return true;
}
