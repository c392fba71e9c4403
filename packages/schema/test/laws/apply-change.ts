import {
  type Column,
  newTable,
  type PropertyChange,
  type Schema,
  type SchemaChange,
  type Table,
} from '../../src/index.ts';

/** Does to a schema what a change says: the inverse of looking for changes. */
export function applyChange(to: Schema, change: SchemaChange): void {
  if (change.kind === 'schema-changed') put(to, change.properties);
  else if (change.kind === 'settings-changed') put(to.settings, change.properties);
  else if (change.kind === 'normalizers-changed') put(to.normalizers, change.properties);
  else if (change.kind === 'table-removed') to.tables.delete(change.table);
  else if (change.kind === 'table-added') to.tables.set(change.table, tableOf(change));
  else {
    const table = to.tables.get(change.table);
    if (!table) throw new Error(`no table ${change.table}`);
    applyToTable(table, change);
  }
}

type TableChange = Exclude<
  SchemaChange,
  { kind: `${'schema' | 'settings' | 'normalizers'}-changed` | 'table-added' | 'table-removed' }
>;

function applyToTable(table: Table, change: TableChange): void {
  if (change.kind === 'table-changed') put(table, change.properties);
  else if (change.kind === 'column-removed') table.columns.delete(change.column.name);
  else if (change.kind === 'column-added') table.columns.set(change.column.name, change.column);
  else if (change.kind === 'column-changed') put(table.columns.get(change.column) ?? {}, change.properties);
  else table.columns = new Map(change.columns.map((name) => [name, table.columns.get(name) as Column]));
}

function tableOf({ table, properties, columns }: SchemaChange & { kind: 'table-added' }): Table {
  const { write_disposition: _, resource: __, ...bare } = newTable(table, { columns });
  return { ...bare, ...properties };
}

function put(object: object, changes: readonly PropertyChange[]): void {
  for (const change of changes) {
    let inner = object as Record<string, Record<string, unknown>>;
    for (const key of change.path.slice(0, -1)) inner = (inner[key] ?? {}) as typeof inner;
    const last = change.path.at(-1) ?? '';
    if ('after' in change) Object.assign(inner, { [last]: change.after });
    else delete inner[last];
  }
}
