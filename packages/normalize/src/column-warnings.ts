import { isComplete, SluiceError, type Table } from '@sluice/schema';
import { type Slot, shapesOf, slotsOf, type TableShape } from './shape.ts';
import type { TableWriter } from './table-writer.ts';

/**
 * What is lawful but probably not meant: columns that have no type after all, and so do not exist at the destination.
 *
 * @param roots the shapes of the root tables
 */
export function* columnWarnings(roots: Iterable<TableShape>): Generator<SluiceError> {
  const empty = new Map<TableWriter, Set<string>>();
  for (const root of roots)
    for (const { writer, root: node } of shapesOf(root)) {
      const names = empty.get(writer) ?? new Set();
      for (const slot of slotsOf(node)) if (isEmpty(writer, slot)) names.add(slot.name);
      empty.set(writer, names);
    }
  for (const [writer, names] of empty) {
    const { definition } = writer;
    if (definition && writer.totalRows > 0) yield* tableWarnings(definition, names);
  }
}

/** No record had a value for it that was not null, nor was it kept out on purpose. */
function isEmpty(writer: TableWriter, { name, column, object, list, emptyList }: Slot): boolean {
  if (column !== null || object !== null || list !== null || emptyList) return false;
  return !writer.filters.has(name) && !writer.excludes?.(name);
}

function* tableWarnings(table: Table, empty: ReadonlySet<string>): Generator<SluiceError> {
  const hasType = (name: string) => {
    const column = table.columns.get(name);
    return column !== undefined && isComplete(column);
  };
  const untyped = [...empty].filter((name) => !hasType(name));
  if (untyped.length > 0)
    yield new SluiceError(
      'COLUMN_ONLY_NULL',
      `No record had a value for ${list(untyped)}: without a type there is no column`,
      { place: { table: table.name }, remedy: 'Declare their data types, or leave the keys out' },
    );
  const unseen = [...table.columns.values()].filter(
    (column) => !isComplete(column) && !empty.has(column.name),
  );
  if (unseen.length > 0)
    yield new SluiceError(
      'COLUMN_NEVER_SEEN',
      `Hints are for ${list(unseen.map(({ name }) => name))}, which no record has: without a type there is no column`,
      { place: { table: table.name }, remedy: 'Check their names, or declare their data types' },
    );
  const parentKey = [...table.columns.values()].find((column) => column.parent_key && isComplete(column));
  if (parentKey && !table.parent)
    yield new SluiceError(
      'TABLE_NOT_NESTED',
      'A column is the key of a parent row, but the table is nested in none',
      {
        place: { table: table.name, column: parentKey.name },
        remedy: 'Say which table it is nested in (parentTable), or take the parent key back',
      },
    );
}

function list(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(', ');
}
