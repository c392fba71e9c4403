import { isComplete } from '../document/columns.ts';
import { type SchemaReference, schemaReferences } from '../document/references.ts';
import type { CompleteColumn, Schema, Table } from '../document/schema.ts';
import { isSystemTable } from '../document/system-tables.ts';

/** What of a schema a picture shows. Everything by default, as dlt's pictures do. */
export interface RenderOptions {
  /** The tables of the format: loads, versions and states. Default true. */
  readonly systemTables?: boolean;
  /** The columns of the format: row ids, load ids and the keys between nested tables. Default true. */
  readonly systemColumns?: boolean;
  /** Default true. */
  readonly descriptions?: boolean;
}

/** What is drawn, before it is written in the words of a language. */
export interface Picture {
  readonly tables: readonly PictureTable[];
  /** Only those between tables that are drawn, each pair of columns once. */
  readonly references: readonly SchemaReference[];
}

export interface PictureTable {
  readonly table: Table;
  readonly columns: readonly CompleteColumn[];
}

/** Data tables first, in the document's order. Columns without a type are left out, and tables that have no others. */
export function pictureOf(
  schema: Schema,
  { systemTables = true, systemColumns = true }: RenderOptions,
): Picture {
  const all = [...schema.tables.values()];
  const isSystem = (name: string) => isSystemTable(schema, name);
  const ordered = [
    ...all.filter(({ name }) => !isSystem(name)),
    ...(systemTables ? all.filter(({ name }) => isSystem(name)) : []),
  ];
  const tables = ordered.flatMap((table): PictureTable[] => {
    const complete = [...table.columns.values()].filter(isComplete);
    if (complete.length === 0) return [];
    const own = complete.filter(({ name }) => systemColumns || !isSystem(name));
    // The rows of a list may have nothing but keys: no language has a table without columns.
    return [{ table, columns: own.length > 0 ? own : complete }];
  });
  const drawn = new Set(tables.map(({ table }) => table.name));
  const references = schemaReferences(schema).filter(
    (one) => drawn.has(one.table) && drawn.has(one.referenced_table) && new Set(endsOf(one)).size === 2,
  );
  return { tables, references: [...new Map(references.map((one) => [endsOf(one).join(), one])).values()] };
}

/** The two ends of a reference, in one order whichever of them it starts from. */
function endsOf({ table, columns, referenced_table, referenced_columns }: SchemaReference): string[] {
  return [JSON.stringify([table, columns]), JSON.stringify([referenced_table, referenced_columns])].sort();
}
