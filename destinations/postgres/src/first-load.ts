import type { LoadJob, PlannedTable } from '@sluice/load';
import type { CompleteColumn, Table } from '@sluice/schema';
import { columnType } from './dialect.ts';
import { columnsOf } from './part-file.ts';

/**
 * The columns of a staging table that is to become a table of the dataset, typed as that one; undefined where a file does
 * not hold its values in the wire form of those types: a table of any other would misread them.
 */
export async function finalColumns(job: LoadJob): Promise<readonly FinalColumn[] | undefined> {
  if (job.format !== 'pgcopy') return undefined;
  const definitions = new Map(job.definitions.map((column) => [column.name, column]));
  const columns = (await columnsOf(job)).map(({ name, type }) => ({
    name,
    carrier: type,
    column: definitions.get(name),
  }));
  if (
    !columns.every(({ carrier, column }) => column && wireTypes.get(carrier) === bareType(columnType(column)))
  )
    return undefined;
  return columns.flatMap(({ name, column }) => (column ? { name, type: definitionOf(column) } : []));
}

/**
 * What makes a staging table the planned one: its columns have to be the first of those planned, of the same types.
 * Undefined where they are not.
 *
 * @param staged the columns it has, in its order
 * @param path of the staging table; `quote` spells names of the dataset
 */
export function becomeTable(
  { table, columns, create }: PlannedTable,
  staged: readonly FinalColumn[],
  { path, dataset, own, quote }: BecomingTable,
): string | undefined {
  const isPrefix = staged.every(({ name, type }, index) => {
    const column = columns[index];
    return column?.name === name && definitionOf(column, table) === type;
  });
  if (!create || !isPrefix) return undefined;
  const target = `${dataset}.${quote(table.name)}`;
  const additions = columns
    .slice(staged.length)
    .map((column) => `ADD COLUMN ${quote(column.name)} ${definitionOf(column, table)}`);
  return [
    `DROP TABLE ${target}`,
    `ALTER TABLE ${path} SET SCHEMA ${dataset}`,
    `ALTER TABLE ${dataset}.${own} RENAME TO ${quote(table.name)}`,
    ...(additions.length > 0 ? [`ALTER TABLE ${target} ${additions.join(', ')}`] : []),
  ].join('; ');
}

/** A column as it will be in the dataset: its type says whether it may be null, too. */
interface FinalColumn {
  readonly name: string;
  readonly type: string;
}

/** Where a staging table is, and where it goes. All are quoted. */
export interface BecomingTable {
  readonly path: string;
  readonly dataset: string;
  /** Its name without the schema. */
  readonly own: string;
  quote(name: string): string;
}

/** The type of a column, and whether it may be null, as DDL has it. */
function definitionOf(column: CompleteColumn, table?: Table): string {
  const type = columnType(column, table);
  return column.nullable === false ? `${type} NOT NULL` : type;
}

/** The types of columns that take the wire form of a carrier. Their sizes are checked as the values come in. */
const wireTypes = new Map([
  ['bool', 'boolean'],
  ['int8', 'bigint'],
  ['float8', 'double precision'],
  ['numeric', 'numeric'],
  ['text', 'varchar'],
  ['jsonb', 'jsonb'],
  ['bytea', 'bytea'],
  ['date', 'date'],
  ['time', 'time without time zone'],
  ['timestamp', 'timestamp without time zone'],
  ['timestamptz', 'timestamp with time zone'],
]);

/** `numeric(38,9)` → `numeric`. */
function bareType(type: string): string {
  return type.replace(/ ?\([^)]*\)/, '');
}
