import {
  applyContract,
  type MergeStrategy,
  markEvolveOnce,
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
 *
 * @returns normalized names of the tables that the contract keeps out
 */
export function defineTables(
  schema: Schema,
  naming: Naming,
  definitions: readonly Table[],
  mergeStrategies: readonly MergeStrategy[],
): readonly string[] {
  const refused: string[] = [];
  for (const definition of definitions) {
    const table = normalizeTable(definition, naming, schema);
    const contract = contractOf(schema, table);
    markEvolveOnce(schema, table, contract);
    const { partial } = applyContract(schema, contract, table);
    if (partial) updateTable(schema, partial, { replaceCompound: true, mergeStrategies });
    else refused.push(table.name);
  }
  return refused;
}

/** The contract the hints give now, not the one an earlier run left behind; without one, that of the tables above. */
function contractOf(schema: Schema, table: Table) {
  if (table.schema_contract !== undefined) {
    const own = { ...schema, tables: new Map(schema.tables).set(table.name, table) };
    return resolveContract(own, table.name);
  }
  return resolveContract(schema, schema.tables.has(table.name) ? table.name : (table.parent ?? table.name));
}
