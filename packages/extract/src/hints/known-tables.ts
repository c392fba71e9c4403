import { hasSeenData, type Schema } from '@sluice/schema';

/** What the schema says of tables already: it bears on what a schema of records can add. */
export interface KnownTables {
  /** Levels of lists and objects that are taken apart where a resource does not say. Default: all. */
  readonly maxNesting: number | undefined;
  /**
   * Whether a table ever got rows, by its name in the schema. A column that comes to it later may be null, whatever
   * the schema of the records says: the rows that are there have no value for it.
   */
  hasRows(table: string): boolean;
}

export function knownTables(schema: Schema): KnownTables {
  return {
    maxNesting: schema.normalizers.json.config?.max_nesting,
    hasRows: (name) => {
      const table = schema.tables.get(name);
      return table !== undefined && hasSeenData(table);
    },
  };
}
