import {
  applyContract,
  type MergeStrategy,
  type Naming,
  normalizeTable,
  resolveContract,
  type Schema,
  type Table,
  updateTable,
} from '@sluice/schema';

/**
 * Takes the tables that a resource's hints define into the schema, as far as the schema contract lets them. Where
 * a table is new and the contract would keep new columns out, its whole first load may still add columns.
 */
export function defineTables(
  schema: Schema,
  naming: Naming,
  definitions: readonly Table[],
  mergeStrategies: readonly MergeStrategy[],
): void {
  for (const definition of definitions) {
    const table = normalizeTable(definition, naming);
    const own = table.schema_contract === undefined ? schema : withTable(schema, table);
    const contract = resolveContract(own, governing(own, table));
    if (contract.columns !== 'evolve' && isNew(schema, table.name))
      table['x-normalizer'] = { ...(table['x-normalizer'] as object | undefined), 'evolve-columns-once': true };
    const { partial } = applyContract(schema, contract, table);
    if (partial) updateTable(schema, partial, { replaceCompound: true, mergeStrategies });
  }
}

function isNew(schema: Schema, name: string): boolean {
  const table = schema.tables.get(name);
  return !table || ![...table.columns.values()].some((column) => column.data_type !== undefined);
}

/** The contract is the one the hints give now, not the one an earlier run left behind. */
function withTable(schema: Schema, table: Table): Schema {
  return { ...schema, tables: new Map(schema.tables).set(table.name, table) };
}

function governing(schema: Schema, table: Table): string {
  return schema.tables.has(table.name) ? table.name : (table.parent ?? table.name);
}
