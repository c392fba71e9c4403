import { processingHints } from '../document/chain.ts';
import { hasCompleteColumn, isComplete } from '../document/columns.ts';
import { isSame } from '../document/copy.ts';
import type { Column, ContractEntity, ContractMode, Schema, Table } from '../document/schema.ts';
import { systemPrefix } from '../document/system-tables.ts';
import { type ExpandedContract, isAllEvolve } from './contract.ts';
import { type ContractEvidence, SchemaContractError } from './contract-error.ts';

/** What data must leave out: a table or a column. */
export interface ContractFilter {
  readonly entity: 'tables' | 'columns';
  readonly name: string;
  /** `discard_row`: rows that have it are left out; `discard_value`: its value is. */
  readonly mode: 'discard_row' | 'discard_value';
  /** Whose mode says so: `data_type` also for variant columns. */
  readonly because: ContractEntity;
}

/** An update of a table that its contract forbids: what, and which of its modes says so. */
export interface ContractBreach {
  /** Whose mode forbids it: `data_type` also for variant columns. */
  readonly entity: ContractEntity;
  readonly name: string;
  readonly mode: Exclude<ContractMode, 'evolve'>;
}

/** The column properties that make up its type. */
const typeProperties = ['data_type', 'nullable', 'precision', 'scale', 'timezone'] as const;

/**
 * Holds an update of a table against its contract.
 *
 * @param evidence the row that asks for the update, found where it is refused; none for a definition.
 * @returns what of the update may go into the schema (null: nothing, the table itself is kept out), and what data has
 * to leave out.
 * @throws SCHEMA_CONTRACT_VIOLATED (a `SchemaContractError`) where a frozen part would change.
 */
export function applyContract(
  schema: Schema,
  contract: ExpandedContract,
  partial: Table,
  evidence?: (breach: ContractBreach) => ContractEvidence,
): { partial: Table | null; filters: readonly ContractFilter[] } {
  const checked = checkContract(schema, contract, partial);
  const filters = checked.breaches.map((breach): ContractFilter => {
    const { entity, name, mode } = breach;
    if (mode === 'freeze') throw violation(schema, contract, partial, breach, evidence?.(breach) ?? null);
    return { entity: entity === 'tables' ? entity : 'columns', name, mode, because: entity };
  });
  return { partial: checked.partial, filters };
}

function violation(
  schema: Schema,
  contract: ExpandedContract,
  { name: table, columns }: Table,
  { entity, name, mode }: ContractBreach,
  evidence: ContractEvidence | null,
): SchemaContractError {
  const known = schema.tables.get(table)?.columns ?? columns;
  const keys = [...known.values()].filter(
    (column) =>
      (column.primary_key || column.merge_key || column.unique) &&
      !column.name.startsWith(systemPrefix(schema)),
  );
  return new SchemaContractError(
    {
      entity,
      mode,
      table,
      column: entity === 'tables' ? null : name,
      contract,
      from: evidence ? 'data' : 'definition',
      keyColumns: keys.map((column) => column.name),
    },
    { schema: schema.name },
    evidence,
  );
}

/** The same without raising: names all breaches, frozen parts among them. */
export function checkContract(
  schema: Schema,
  contract: ExpandedContract,
  partial: Table,
): { partial: Table | null; breaches: readonly ContractBreach[] } {
  if (isAllEvolve(contract)) return { partial, breaches: [] };
  const known = schema.tables.get(partial.name);
  const isNewTable = !known || !hasCompleteColumn(known);
  if (isNewTable && contract.tables !== 'evolve')
    return { partial: null, breaches: [{ entity: 'tables', name: partial.name, mode: contract.tables }] };

  const evolvesColumns = isNewTable || processingHints(known)['evolve-columns-once'] === true;
  const modes = { ...contract, columns: evolvesColumns ? 'evolve' : contract.columns } as const;
  const prefix = systemPrefix(schema);
  const columns = new Map<string, Column>();
  const breaches: ContractBreach[] = [];
  for (const [name, column] of partial.columns) {
    const entity = name.startsWith(prefix) ? null : governing(column, known?.columns.get(name));
    const mode = entity === null ? 'evolve' : modes[entity];
    if (entity === null || mode === 'evolve') columns.set(name, column);
    else breaches.push({ entity, name, mode });
  }
  return { partial: { ...partial, columns }, breaches };
}

/** Whose mode decides about a column of an update; null where nothing that a contract guards changes. */
function governing(column: Column, known: Column | undefined): 'columns' | 'data_type' | null {
  if (column.variant) return 'data_type';
  if (!known || !isComplete(known)) return 'columns';
  const changesType = typeProperties.some(
    (property) =>
      Object.hasOwn(column, property) && !isSame(column[property] ?? null, known[property] ?? null),
  );
  return changesType ? 'data_type' : null;
}
