import { inherited, tableOf } from '../document/chain.ts';
import type { ContractEntity, ContractMode, Schema, SchemaContract } from '../document/schema.ts';
import { isSystemTable } from '../document/system-tables.ts';

/** A contract with a mode for each entity. */
export type ExpandedContract = Readonly<Record<ContractEntity, ContractMode>>;

const allEvolve: ExpandedContract = { tables: 'evolve', columns: 'evolve', data_type: 'evolve' };

/**
 * A contract in full. One mode counts for all three entities; what an object leaves out is taken from `rest`.
 *
 * @param rest default: all evolve.
 */
export function expandContract(
  contract: SchemaContract | null | undefined,
  rest: ExpandedContract = allEvolve,
): ExpandedContract {
  if (typeof contract === 'string') return { tables: contract, columns: contract, data_type: contract };
  return {
    tables: contract?.tables ?? rest.tables,
    columns: contract?.columns ?? rest.columns,
    data_type: contract?.data_type ?? rest.data_type,
  };
}

/**
 * The contract of a table: its own, else that of the nearest table around it, else the schema's. System tables always
 * evolve. For a table that does not exist yet, ask for the table it is to be nested in; a root table has the schema's.
 */
export function resolveContract(schema: Schema, table: string): ExpandedContract {
  if (isSystemTable(schema, table)) return allEvolve;
  const known = schema.tables.get(table);
  const own = known && inherited(schema, tableOf(schema, table), 'schema_contract');
  return expandContract(own === undefined ? schema.settings.schema_contract : own);
}

export function isAllEvolve({ tables, columns, data_type }: ExpandedContract): boolean {
  return tables === 'evolve' && columns === 'evolve' && data_type === 'evolve';
}
