import { tableOf } from '../document/chain.ts';
import { isComplete } from '../document/columns.ts';
import type { CompleteColumn, Schema, Table } from '../document/schema.ts';
import { systemPrefix } from '../document/system-tables.ts';
import { conventionOf } from '../naming/conventions.ts';
import { typeNames } from './type-names.ts';

/** What generated source text has of the rows of a table. */
export interface GenerateOptions {
  /**
   * With the rows of nested tables inside the rows they belong to: as lists, under the keys they had in records.
   * Default false: the rows of each table by themselves, as a dataset gives them.
   */
  readonly nested?: boolean;
  /** With the columns that the format adds: row ids, links, the load. Default false. */
  readonly systemColumns?: boolean;
  /** Keys without a value may be missing, as they are in records. Default false: rows have them all, some with null. */
  readonly optional?: boolean;
}

/** The rows of one table, as source text describes them. */
export interface RowModel {
  readonly typeName: string;
  readonly description: string | undefined;
  readonly columns: readonly CompleteColumn[];
  /** Lists of rows of nested tables, by key. */
  readonly lists: readonly { readonly key: string; readonly of: RowModel }[];
}

/**
 * What is to be described, each table after those that it has inside.
 *
 * @throws TABLE_UNKNOWN
 */
export function rowModels(
  schema: Schema,
  tables: readonly string[],
  { nested = false, systemColumns = false }: GenerateOptions,
): RowModel[] {
  const separator = conventionOf(schema.normalizers.names).separator;
  const prefix = systemPrefix(schema);
  const nameOf = typeNames();
  const models = new Map<string, RowModel>();
  const describe = (name: string): RowModel => {
    const known = models.get(name);
    if (known) return known;
    const table = tableOf(schema, name);
    const columns = [...table.columns.values()].filter(
      (column): column is CompleteColumn =>
        isComplete(column) && (systemColumns || !column.name.startsWith(prefix)),
    );
    const children = nested ? childrenOf(schema, table) : [];
    const typeName = nameOf(name);
    const lists = children.map((child) => ({
      key: keyOf(child, table, separator),
      of: describe(child.name),
    }));
    const model = { typeName, description: table.description, columns, lists };
    models.set(name, model);
    return model;
  };
  for (const name of tables) describe(name);
  return [...models.values()];
}

function childrenOf(schema: Schema, { name }: Table): Table[] {
  return [...schema.tables.values()].filter(({ parent }) => parent === name);
}

/** The key that the list had, unless its name was cut or a column has it. */
function keyOf(child: Table, { name, columns }: Table, separator: string): string {
  const start = name + separator;
  const key = child.name.slice(start.length);
  return child.name.startsWith(start) && !columns.has(key) ? key : child.name;
}
