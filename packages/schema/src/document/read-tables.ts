import { entriesOf, type Fields, fieldsOf } from './fields.ts';
import { newTable } from './new-table.ts';

/** The tables of a document that was just parsed: their structure is known, what is in it is not. */
export type DocumentTables = Map<string, Fields & { columns: Map<string, Fields> }>;

export function readTables(document: Fields): DocumentTables {
  const tables: DocumentTables = new Map();
  for (const [name, value] of entriesOf(document.tables, 'tables')) {
    const table = fieldsOf(value, `table ${JSON.stringify(name)}`);
    tables.set(name, { ...table, columns: readColumns(table.columns ?? {}, name) });
  }
  return tables;
}

/**
 * Until engine 2 a table was nothing but its columns. What it is nested in shows in its name: the longest beginning,
 * up to a separator, that is a table too.
 */
export function readTablesOfEngine1(document: Fields): DocumentTables {
  const columnsOf = new Map(entriesOf(document.tables, 'tables'));
  const tables: DocumentTables = new Map();
  for (const [name, columns] of columnsOf) {
    const parent = parentByName(name, columnsOf);
    const table = newTable(name, parent === undefined ? {} : { parent });
    tables.set(name, { ...table, columns: readColumns(columns, name) });
  }
  return tables;
}

function parentByName(name: string, tables: ReadonlyMap<string, unknown>): string | undefined {
  let parent = name;
  for (let end = parent.lastIndexOf('__'); end > 0; end = parent.lastIndexOf('__')) {
    parent = parent.slice(0, end);
    if (tables.has(parent)) return parent;
  }
  return undefined;
}

function readColumns(value: unknown, table: string): Map<string, Fields> {
  return new Map(
    entriesOf(value, `columns of ${JSON.stringify(table)}`).map(([name, column]) => [
      name,
      fieldsOf(column, `column ${JSON.stringify(name)} of ${JSON.stringify(table)}`),
    ]),
  );
}
