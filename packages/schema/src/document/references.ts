import { conventionOf } from '../naming/conventions.ts';
import { rootOf, tableOf } from './chain.ts';
import { isComplete } from './columns.ts';
import type { Column, Schema, Table, TableReference } from './schema.ts';
import { systemNames, tableName } from './system-tables.ts';

/** A reference that says which table it starts from. */
export type SchemaReference = TableReference & { table: string };

/**
 * All references between the tables of a schema: those that hints declare, and those that the format makes. In the
 * document's order, for each table: to the table it is nested in (`_dlt_parent`), to the root of its chain
 * (`_dlt_root`), to the loads (`_dlt_load`), then its own; at last those between the system tables.
 */
export function schemaReferences(schema: Schema): SchemaReference[] {
  const found: (SchemaReference | null)[] = [];
  for (const table of schema.tables.values()) {
    found.push(parentReference(schema, table), rootReference(schema, table), loadReference(schema, table));
    for (const own of table.references ?? []) found.push({ ...own, table: own.table ?? table.name });
  }
  found.push(...versionReferences(schema));
  return found.filter((reference) => reference !== null);
}

function parentReference(schema: Schema, table: Table): SchemaReference | null {
  if (!table.parent) return null;
  const parent = tableOf(schema, table.parent);
  return link('_dlt_parent', table, keyOf(table, 'parent_key'), parent, keyOf(parent, 'row_key'));
}

function rootReference(schema: Schema, table: Table): SchemaReference | null {
  if (!table.parent) return null;
  const root = rootOf(schema, table);
  return link('_dlt_root', table, keyOf(table, 'root_key'), root, keyOf(root, 'row_key'));
}

function loadReference(schema: Schema, table: Table): SchemaReference | null {
  const { column, system } = namesOf(schema);
  const loads = schema.tables.get(system(systemNames.loads));
  return loads
    ? link('_dlt_load', table, table.columns.get(column(systemNames.loadId)), loads, {
        name: column('load_id'),
      })
    : null;
}

function versionReferences(schema: Schema): SchemaReference[] {
  const { column, system } = namesOf(schema);
  const [table, referenced_table] = [system(systemNames.version), system(systemNames.loads)];
  if (!schema.tables.has(table) || !schema.tables.has(referenced_table)) return [];
  const reference = (label: string, cardinality: string, from: string, to: string): SchemaReference => ({
    label,
    cardinality,
    table,
    columns: [column(from)],
    referenced_table,
    referenced_columns: [column(to)],
  });
  return [
    reference('_dlt_schema_version', 'one_to_many', 'version_hash', 'schema_version_hash'),
    reference('_dlt_schema_name', 'many_to_many', 'schema_name', 'schema_name'),
  ];
}

/** Null where one of the two columns is not there: a table that only hints know has no keys yet. */
function link(
  label: string,
  table: Table,
  column: Column | undefined,
  referenced: Table,
  referencedColumn: Column | undefined,
): SchemaReference | null {
  if (!column || !referencedColumn) return null;
  return {
    label,
    cardinality: 'many_to_one',
    table: table.name,
    columns: [column.name],
    referenced_table: referenced.name,
    referenced_columns: [referencedColumn.name],
  };
}

function keyOf(table: Table, key: 'parent_key' | 'root_key' | 'row_key'): Column | undefined {
  return [...table.columns.values()].find((column) => column[key] === true && isComplete(column));
}

function namesOf(schema: Schema) {
  const convention = conventionOf(schema.normalizers.names);
  return {
    column: (raw: string) => convention.identifier(raw),
    system: (raw: string) => tableName(convention, raw),
  };
}
