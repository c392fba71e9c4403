import { documentOf } from '../document/document.ts';
import { isPlainObject } from '../document/fields.ts';
import type { Column, Schema, Table } from '../document/schema.ts';
import { byCodePoint } from '../json/by-code-point.ts';
import { encodeJson } from '../json/encode.ts';
import type { PropertyChange, SchemaChange } from './changes.ts';

/**
 * What makes `after` another schema than `before`: nothing exactly where both have one content hash. Versions, hashes
 * and ancestors are not compared, nor is the order of tables.
 *
 * The order of the changes is fixed: the schema, its settings and normalizers, then table by table in the order of
 * their names; of a table its own properties, then columns removed, changed and added, and their order.
 */
export function diffSchemas(before: Schema, after: Schema): SchemaChange[] {
  const names = new Set([...before.tables.keys(), ...after.tables.keys()]);
  return [
    ...changed('schema-changed', headOf(before), headOf(after)),
    ...changed('settings-changed', before.settings, after.settings),
    ...changed('normalizers-changed', before.normalizers, after.normalizers),
    ...[...names]
      .toSorted(byCodePoint)
      .flatMap((name) => tableChanges(name, before.tables.get(name), after.tables.get(name))),
  ];
}

function headOf(schema: Schema): Record<string, unknown> {
  const { name, engine_version, description } = Object.fromEntries(documentOf(schema));
  return { name, engine_version, ...(description === undefined ? {} : { description }) };
}

function changed(
  kind: 'schema-changed' | 'settings-changed' | 'normalizers-changed',
  before: object,
  after: object,
): SchemaChange[] {
  const properties = diffObjects(before, after);
  return properties.length > 0 ? [{ kind, properties }] : [];
}

function tableChanges(name: string, before: Table | undefined, after: Table | undefined): SchemaChange[] {
  if (!before) return after ? [{ kind: 'table-added', ...wholeTable(name, after) }] : [];
  if (!after) return [{ kind: 'table-removed', ...wholeTable(name, before) }];
  const properties = diffObjects(propertiesOf(before), propertiesOf(after));
  return [
    ...(properties.length > 0 ? [{ kind: 'table-changed', table: name, properties } as const] : []),
    ...columnChanges(name, before.columns, after.columns),
  ];
}

function wholeTable(table: string, definition: Table) {
  const properties = plain(propertiesOf(definition)) as Record<string, unknown>;
  return {
    table,
    properties,
    columns: [...definition.columns.values()].map((column) => plain(column) as Column),
  };
}

function propertiesOf({ columns: _, ...properties }: Table): object {
  return properties;
}

function columnChanges(
  table: string,
  before: ReadonlyMap<string, Column>,
  after: ReadonlyMap<string, Column>,
): SchemaChange[] {
  const removed: SchemaChange[] = [];
  const changes: SchemaChange[] = [];
  const added: SchemaChange[] = [];
  for (const [name, column] of before)
    if (!after.has(name)) removed.push({ kind: 'column-removed', table, column: plain(column) as Column });
  for (const [name, column] of after) {
    const known = before.get(name);
    if (!known) {
      added.push({ kind: 'column-added', table, column: plain(column) as Column });
      continue;
    }
    const properties = diffObjects(known, column);
    if (properties.length > 0) changes.push({ kind: 'column-changed', table, column: name, properties });
  }
  const names = [...after.keys()];
  const expected = [
    ...[...before.keys()].filter((name) => after.has(name)),
    ...names.filter((name) => !before.has(name)),
  ];
  const isReordered = names.some((name, index) => name !== expected[index]);
  const order: SchemaChange[] = isReordered ? [{ kind: 'columns-reordered', table, columns: names }] : [];
  return [...removed, ...changes, ...added, ...order];
}

/** The leaves in which two objects differ. Lists are leaves; so is what one side does not have. */
function diffObjects(before: object, after: object, path: readonly string[] = []): PropertyChange[] {
  const [mine, theirs] = [entriesOf(before), entriesOf(after)];
  const keys = [...new Set([...mine.keys(), ...theirs.keys()])].toSorted(byCodePoint);
  return keys.flatMap((key): PropertyChange[] => {
    const [a, b] = [mine.get(key), theirs.get(key)];
    if (isSame(a, b)) return [];
    const inside = [...path, key];
    if (isContainer(a) && isContainer(b)) return diffObjects(a, b, inside);
    return [
      {
        path: inside,
        ...(a === undefined ? {} : { before: plain(a) }),
        ...(b === undefined ? {} : { after: plain(b) }),
      },
    ];
  });
}

/** What is `undefined` is not there: it is neither written nor hashed. */
function entriesOf(object: object): ReadonlyMap<string, unknown> {
  const entries = object instanceof Map ? [...object] : Object.entries(object);
  return new Map(entries.filter(([, value]) => value !== undefined));
}

function isContainer(value: unknown): value is object {
  return value instanceof Map || isPlainObject(value);
}

/** Whether two values are hashed alike. */
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return false;
  return encodeJson(a, { sortKeys: true }) === encodeJson(b, { sortKeys: true });
}

function plain(value: unknown): unknown {
  return JSON.parse(encodeJson(value));
}
