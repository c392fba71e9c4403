import { applyContract, type ContractFilter } from '../contract/apply-contract.ts';
import { type ExpandedContract, resolveContract } from '../contract/contract.ts';
import { markEvolveOnce } from '../contract/first-load.ts';
import { inherited, processingHints } from '../document/chain.ts';
import type { MergeStrategy, Schema, Table } from '../document/schema.ts';
import { updateTable } from '../document/update-table.ts';
import { SluiceError } from '../errors.ts';
import type { Naming } from '../naming/naming.ts';

/** What taking definitions into a schema depends on. */
export interface DefineTablesOptions {
  /** The destination's merge strategies, the default first. Without them no table asks for a root key. */
  readonly mergeStrategies?: readonly MergeStrategy[];
  /** Takes what is lawful but cannot be meant: hints that have no effect. Codes `HINT_UNUSED`. */
  readonly onWarning?: (warning: SluiceError) => void;
}

/**
 * Takes the tables that a resource's hints define into the schema, as far as the schema contract lets them. Where
 * a table is new and the contract would keep new columns out, its whole first load may still add columns.
 *
 * @param definitions under the names they have in the schema; parents before children
 * @returns the tables that the contract keeps out
 * @throws TABLE_CONFLICT, TABLE_PARENT_MISSING, LOAD_STRATEGY_UNSUPPORTED, SCHEMA_CONTRACT_VIOLATED
 */
export function defineTables(
  schema: Schema,
  naming: Naming,
  definitions: readonly Table[],
  { mergeStrategies = [], onWarning }: DefineTablesOptions = {},
): readonly ContractFilter[] {
  const refused: ContractFilter[] = [];
  for (const definition of definitions) {
    const table = completed(schema, definition);
    const contract = contractOf(schema, table);
    markEvolveOnce(schema, table, contract);
    const { partial, filters } = applyContract(schema, contract, table);
    if (!partial) {
      refused.push(...filters);
      continue;
    }
    updateTable(schema, partial, { replaceCompound: true, mergeStrategies });
    if (onWarning) for (const warning of warnings(schema, naming, definition)) onWarning(warning);
  }
  return refused;
}

/**
 * A new root table appends unless its hints say otherwise. Of a known one, what was noted before stays: that it received
 * data, above all.
 */
function completed(schema: Schema, definition: Table): Table {
  const known = schema.tables.get(definition.name);
  if (!known) return definition.parent ? { ...definition } : { write_disposition: 'append', ...definition };
  if (definition['x-normalizer'] === undefined) return { ...definition };
  return { ...definition, 'x-normalizer': { ...processingHints(known), ...processingHints(definition) } };
}

/** The contract the hints give now, not the one an earlier run left behind; without one, that of the tables above. */
function contractOf(schema: Schema, table: Table): ExpandedContract {
  if (table.schema_contract !== undefined) {
    const own = { ...schema, tables: new Map(schema.tables).set(table.name, table) };
    return resolveContract(own, table.name);
  }
  return resolveContract(schema, schema.tables.has(table.name) ? table.name : (table.parent ?? table.name));
}

function* warnings(schema: Schema, naming: Naming, definition: Table): Generator<SluiceError> {
  const { name, parent, write_disposition } = definition;
  const around = parent === undefined ? undefined : schema.tables.get(parent);
  if (!around) return;
  const unused = (what: string, remedy: string) =>
    new SluiceError('HINT_UNUSED', what, { place: { schema: schema.name, table: name }, remedy });
  const json = [...around.columns.values()].find(
    (column) => column.data_type === 'json' && naming.shortenFragments(around.name, column.name) === name,
  );
  if (json)
    yield unused(
      `Hints of a nested table have no effect: ${JSON.stringify(json.name)} of ${JSON.stringify(around.name)} is a JSON column`,
      'Drop the table first, or leave the hints out: what was kept as JSON stays JSON',
    );
  if (write_disposition !== undefined && write_disposition !== inherited(schema, around, 'write_disposition'))
    yield unused(
      'The write disposition of a nested table has no effect: that of its root table counts',
      'Give the nested table a primary key, so that it becomes a table of its own',
    );
}
