import type { ColumnWriter } from './column-writer.ts';
import type { TableWriter } from './table-writer.ts';

/** What is known about one key at one place in the records of a table. */
export interface Slot {
  /** Normalized name of the column its values go to. */
  readonly name: string;
  /** Where its scalar values go; null until the first value, or when a contract keeps the column out. */
  column: ColumnWriter | null;
  /** Where its objects go; null until the first one. */
  object: ShapeNode | null;
  /** Where its lists go; null until the first one that is not empty. */
  list: TableShape | null;
  /** An empty list was there: it makes no table, and its key is none of nothing but nulls. */
  emptyList: boolean;
  /** Objects and lists stay whole, as JSON. */
  json: boolean;
  /** Rows that have this key take the careful path: it is a system column, or shares its name with another key. */
  careful: boolean;
}

/** The keys seen in one object, and how deep it may still be taken apart. */
export class ShapeNode {
  readonly slots = new Map<string, Slot>();
  /** The keys in the order they came in last, and their slots: most records have theirs in the order of the one before. */
  readonly lastKeys: string[] = [];
  readonly lastSlots: Slot[] = [];
  /** Normalized pieces of the column name, from the row down to this object. */
  readonly path: readonly string[];
  /** Levels of nesting left; at 0 objects and lists stay whole. */
  readonly level: number;

  constructor(path: readonly string[], level: number) {
    this.path = path;
    this.level = level;
  }
}

/**
 * The shape of the rows that reach a table along one path: a trie from keys to columns, inner objects and nested
 * tables. Each record is walked along it once. Two paths may lead to one table; each has a shape of its own.
 */
export class TableShape {
  readonly writer: TableWriter;
  /** Normalized pieces of the table name; joined they make the name, shortened once as a whole. */
  readonly pieces: readonly string[];
  readonly root: ShapeNode;
  /** Column name → the first slot that took it: how two keys of one name are noticed. */
  readonly claims = new Map<string, Slot>();
  /** The rows that stand for lists directly inside lists, once there are any. */
  inLists: TableShape | null = null;

  constructor(writer: TableWriter, pieces: readonly string[], level: number) {
    this.writer = writer;
    this.pieces = pieces;
    this.root = new ShapeNode([], level);
  }

  /** The rows that stand for lists directly inside lists: same table, one level of nesting less. */
  get lists(): TableShape {
    this.inLists ??= new TableShape(this.writer, this.pieces, this.root.level - 1);
    return this.inLists;
  }
}

/** A list met in a row: its elements become rows of a nested table once the row itself is written. */
export interface PendingList {
  readonly shape: TableShape;
  readonly elements: readonly unknown[];
}

/** A shape and all that lie below it: of lists in its rows, and of lists in lists. */
export function* shapesOf(shape: TableShape): Generator<TableShape> {
  yield shape;
  if (shape.inLists) yield* shapesOf(shape.inLists);
  for (const { list } of slotsOf(shape.root)) if (list) yield* shapesOf(list);
}

/** The slots of all keys, those of inner objects too. */
export function* slotsOf(node: ShapeNode): Generator<Slot> {
  for (const slot of node.slots.values()) {
    yield slot;
    if (slot.object) yield* slotsOf(slot.object);
  }
}
