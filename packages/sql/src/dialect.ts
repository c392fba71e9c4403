import type { PhysicalColumn, QueryNames, QueryParameter } from '@sluice/load';
import type { CompleteColumn, Table } from '@sluice/schema';

/** The facts in which SQL databases differ, as far as loading goes. Data and pure functions: no connection. */
export interface SqlDialect {
  /** An identifier in quotes: the only way a name gets into a statement. */
  quote(identifier: string): string;
  /** The placeholder of a parameter; positions count from 1. */
  parameter(position: number): string;
  /** The type of a column in DDL. */
  columnType(column: CompleteColumn, table: Table): string;
  /** What else its definition says before NOT NULL, such as `UNIQUE`. Default: nothing. */
  columnConstraint?(column: CompleteColumn, table: Table): string;
  /**
   * Whether ALTER TABLE can add a constraint to a table that has rows, in a transaction that put them there: then new
   * tables get theirs last. Default false: they are created with them, and columns added to a table have none.
   */
  readonly addsConstraints?: boolean;
  /** What a type of the catalogue is in the words of a schema. Absent: nobody can tell. */
  readType?(type: string): Pick<PhysicalColumn, 'dataType' | 'precision' | 'scale' | 'timezone'>;
  /** Whether TRUNCATE is part of a transaction. Default false: tables are emptied by DELETE. */
  readonly truncates?: boolean;
  /** Whether one ALTER TABLE can add several columns, or change several. */
  readonly addsManyColumns: boolean;
  /** Whether one MERGE can update or delete, but not both. Default false. */
  readonly mergesOneChange?: boolean;
  /** Keeps everybody else out of a table until the transaction ends, before it is looked at and changed. Default: not needed. */
  lockTable?(path: string): string;
  /**
   * Reads the catalogue: rows of table, column, type, then whether it is nullable, has a default, gets its values from
   * the database alone, and belongs to a view (each `YES` or `NO`), in column order; of all tables of the dataset, or
   * of those named. Names are as they are stored.
   */
  catalog(dataset: string, tables?: readonly string[]): Statement;
}

/** One SQL statement. Values go in as parameters, never as text. */
export interface Statement {
  readonly sql: string;
  readonly params?: readonly QueryParameter[];
}

/** A dialect at work in one dataset: what every statement builder takes. */
export interface SqlContext extends QueryNames {
  readonly dialect: SqlDialect;
  readonly dataset: string;
  /** The dataset as statements write it: quoted, after its catalog where there is one. */
  readonly path: string;
}

/** @param stored the form of a name in which the database stores it. Default: as it is. */
export function sqlContext(
  dialect: SqlDialect,
  dataset: string,
  catalog?: string,
  stored: (identifier: string) => string = (identifier) => identifier,
): SqlContext {
  const quote = (identifier: string) => dialect.quote(stored(identifier));
  const path = [...(catalog === undefined ? [] : [dialect.quote(catalog)]), quote(dataset)].join('.');
  return {
    dialect,
    dataset,
    path,
    quote,
    table: (name) => `${path}.${quote(name)}`,
    parameter: (position) => dialect.parameter(position),
  };
}

/** Quoted names, separated by commas. */
export function columnList(columns: readonly { readonly name: string }[], sql: SqlContext): string {
  return columns.map((column) => sql.quote(column.name)).join(', ');
}
