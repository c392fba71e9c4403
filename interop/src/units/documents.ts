import { newSchema, newTable, type Schema, type Table } from '@sluice/schema';
import { entriesOf, type Json } from '../json/json.ts';
import { decodeValue } from './values.ts';

/** What a line says, as plain objects: for functions that take parts of a document. */
export function plain<T>(value: Json | undefined): T {
  return decodeValue(value ?? null) as T;
}

/** A table of a stored document: its columns are a Map. */
export function toTable(source: Json): Table {
  const columns = entriesOf(source).find(([key]) => key === 'columns')?.[1];
  return {
    ...plain<Table>(source),
    columns: new Map(entriesOf(columns).map(([name, it]) => [name, plain(it)])),
  };
}

/** A new schema with these tables. */
export function schemaWith(tables: readonly Json[]): Schema {
  const schema = newSchema('golden');
  for (const table of tables.map(toTable)) schema.tables.set(table.name, table);
  return schema;
}

/** A table whose columns do not repeat the names they are listed by; its properties filled in as a new table's are. */
export function tableWithNames(source: Json): Table {
  const { name, columns, ...others } = toTable(source);
  return newTable(name, {
    ...others,
    columns: [...columns].map(([column, hints]) => ({ ...hints, name: column })),
  });
}
