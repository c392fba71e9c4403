import {
  columnPiece,
  dataTypeOf,
  preferredType,
  SluiceError,
  tablePiece,
  toValue,
  type Value,
} from '@sluice/schema';
import { type Normalization, tableWriter } from './normalization.ts';
import { type PendingList, ShapeNode, type Slot, shapesOf, slotsOf, TableShape } from './shape.ts';

/** A record taken apart: one value per column, in column order, and the lists that become nested rows. */
export interface FlatRow {
  readonly cells: Map<string, Value>;
  readonly lists: PendingList[];
  /** The slots this record's scalar values came through. */
  readonly slots: Slot[];
}

interface OpenObject {
  readonly node: ShapeNode;
  readonly entries: Iterable<readonly [string, unknown]>;
}

/**
 * Takes a record apart and notes its keys in the shape.
 *
 * The order is the format's, for it decides the order of new columns: all scalars of an object first, then its
 * inner objects from the last to the first. Of two keys with one name the later one wins, in the place of the first;
 * of two lists too.
 */
export function flatten(
  run: Normalization,
  shape: TableShape,
  record: ReadonlyMap<string, unknown> | object,
): FlatRow {
  const row = { cells: new Map<string, Value>(), lists: new Map<string, PendingList>(), slots: [] as Slot[] };
  const open: OpenObject[] = [{ node: shape.root, entries: entriesOf(record) }];
  for (let object = open.pop(); object; object = open.pop()) {
    for (const [key, raw] of object.entries) {
      const value = toCellValue(raw, shape, key);
      const slot = slotOf(run, shape, object.node, key);
      if (value !== null && !slot.json && dataTypeOf(value) === 'json') {
        if (Array.isArray(value)) addList(run, shape, object.node, slot, key, value, row.lists);
        else open.push({ node: innerNode(run, object.node, slot, key), entries: entriesOf(value as object) });
      } else {
        row.cells.set(slot.name, value);
        row.slots.push(slot);
      }
    }
  }
  return { ...row, lists: [...row.lists.values()] };
}

function entriesOf(record: ReadonlyMap<string, unknown> | object): Iterable<readonly [string, unknown]> {
  if (record instanceof Map) return [...record].map(([key, value]) => [String(key), value]);
  return Object.entries(record);
}

/** NaN and the infinities have no place in a column that others read; the format writes them as null. */
function toCellValue(raw: unknown, shape: TableShape, key: string): Value {
  if (typeof raw === 'number' && !Number.isFinite(raw)) return null;
  try {
    return toValue(raw);
  } catch (cause) {
    if (!(cause instanceof SluiceError)) throw cause;
    throw new SluiceError(cause.code, `The value of ${JSON.stringify(key)} cannot be loaded: ${cause.what}`, {
      place: { table: shape.writer.name, path: key },
      remedy: 'Turn it into data with a map step, or leave the key out',
      cause,
    });
  }
}

function slotOf(run: Normalization, shape: TableShape, node: ShapeNode, key: string): Slot {
  const known = node.slots.get(key);
  if (known) {
    if (!known.json && known.column?.column.data_type === 'json') known.json = true;
    return known;
  }
  const piece = columnPiece(key, run.naming, run.schema);
  const name = node.path.length === 0 ? piece : run.naming.shortenFragments(...node.path, piece);
  const rival = shape.claims.get(name);
  const slot: Slot = {
    name,
    column: null,
    object: null,
    list: null,
    emptyList: false,
    json: node.level <= 0 || isJsonColumn(run, shape, name),
    careful:
      rival !== undefined || shape.writer.isSystemColumn(name) || shape.writer.excludes?.(name) === true,
  };
  if (rival) rival.careful = true;
  else shape.claims.set(name, slot);
  node.slots.set(key, slot);
  return slot;
}

/** Looks again which keys are to stay whole: hints may have said so meanwhile. */
export function keepWhole(run: Normalization, root: TableShape): void {
  for (const shape of shapesOf(root))
    for (const slot of slotsOf(shape.root)) slot.json ||= isJsonColumn(run, shape, slot.name);
}

/** Declared or known to hold JSON; where the type is open, a preferred type decides. */
function isJsonColumn(run: Normalization, shape: TableShape, name: string): boolean {
  const type = run.schema.tables.get(shape.writer.name)?.columns.get(name)?.data_type;
  return (type ?? preferredType(run.schema, name)) === 'json';
}

function innerNode(run: Normalization, node: ShapeNode, slot: Slot, key: string): ShapeNode {
  slot.object ??= new ShapeNode([...node.path, columnPiece(key, run.naming, run.schema)], node.level - 1);
  return slot.object;
}

function addList(
  run: Normalization,
  shape: TableShape,
  node: ShapeNode,
  slot: Slot,
  key: string,
  elements: readonly unknown[],
  lists: Map<string, PendingList>,
): void {
  const pieces = [...shape.pieces, ...node.path, tablePiece(key, run.naming, run.schema)];
  const path = pieces.join('\n');
  if (elements.length === 0) {
    slot.emptyList = true;
    lists.delete(path);
    return;
  }
  if (slot.list === null) {
    refuseCycle(run, shape, key, elements);
    // A list below inner objects takes one level of the row, however deep the objects go.
    const writer = tableWriter(run, run.naming.shortenFragments(...pieces), shape.writer.name);
    slot.list = new TableShape(writer, pieces, shape.root.level - 1);
  }
  lists.set(path, { shape: slot.list, elements });
}

/** Only a list seen here for the first time can lead back to a record around it: later ones have a shape already. */
function refuseCycle(run: Normalization, shape: TableShape, key: string, elements: readonly unknown[]): void {
  const around = run.ancestors;
  if (around.includes(elements) || elements.some((element) => around.includes(element as object)))
    throw new SluiceError('RECORD_CYCLIC', `A record contains itself under ${JSON.stringify(key)}`, {
      place: { table: shape.writer.name, path: key },
      remedy: 'Cut the circle with a map step, or load the inner record by its id',
    });
}
