import type { ContractEntity, ContractMode } from '../document/schema.ts';
import { type ErrorPlace, SluiceError } from '../errors.ts';
import type { ExpandedContract } from './contract.ts';

/** What a contract does not allow, and where it came up. */
export interface ContractViolation {
  /** Whose mode forbids it: `data_type` also for variant columns. */
  readonly entity: ContractEntity;
  /** `freeze`; or `discard_value`, where a value cannot be left out of its record. */
  readonly mode: Exclude<ContractMode, 'evolve'>;
  readonly table: string;
  /** The column, or the keys that lead to the value in the record; null where the table itself is at issue. */
  readonly column: string | null;
  /** The modes that were in force for the table. */
  readonly contract: ExpandedContract;
  /** `data`: a record brought it. `definition`: the hints of a table, or the schema of its records, did. */
  readonly from: 'data' | 'definition';
  /** Names of the table's key columns. */
  readonly keyColumns?: readonly string[];
  /** What is wrong with the value, without the value itself. */
  readonly problem?: string;
}

/** The record that broke a contract. Only where it was met is said aloud. */
export interface ContractEvidence {
  /** Place of the record, the first being 1, among those this run has brought to `rowOf`. */
  readonly row: number;
  /** `table`: rows of the table, those left out included. `resource`: records of the resource, before its table. */
  readonly rowOf: 'table' | 'resource';
  /** What kind of value it is: a data type, `null` or `missing`; null where the whole row is at issue. */
  readonly valueType: string | null;
  readonly value: unknown;
  /** The whole record as far as it was taken in. */
  readonly item: unknown;
  /** What a validator has against it, in its own words. These often quote values. */
  readonly issues?: readonly unknown[];
}

/**
 * Data, or a definition, went against a frozen part of a schema contract. Code `SCHEMA_CONTRACT_VIOLATED`.
 *
 * Messages, `toJSON` and what consoles print say which column and which row, never a value: those are data. To see
 * them, ask for `value`, `item` or `issues` by name.
 */
export class SchemaContractError extends SluiceError {
  override readonly name = 'SchemaContractError';
  readonly entity: ContractEntity;
  readonly mode: ContractViolation['mode'];
  readonly table: string;
  readonly column: string | null;
  readonly contract: ExpandedContract;
  readonly keyColumns: readonly string[];
  readonly row: number | null;
  readonly rowOf: ContractEvidence['rowOf'] | null;
  readonly valueType: string | null;
  readonly #violation: ContractViolation;
  readonly #evidence: ContractEvidence | null;

  constructor(
    violation: ContractViolation,
    place: ErrorPlace = {},
    evidence: ContractEvidence | null = null,
  ) {
    const { entity, mode, table, column, contract, keyColumns = [] } = violation;
    super('SCHEMA_CONTRACT_VIOLATED', whatHappened(violation, evidence), {
      place: {
        ...place,
        table,
        ...(column !== null && (evidence?.rowOf === 'resource' ? { path: column } : { column })),
      },
      remedy: remedyOf(violation),
    });
    this.entity = entity;
    this.mode = mode;
    this.table = table;
    this.column = column;
    this.contract = contract;
    this.keyColumns = keyColumns;
    this.row = evidence?.row ?? null;
    this.rowOf = evidence?.rowOf ?? null;
    this.valueType = evidence?.valueType ?? null;
    this.#violation = violation;
    this.#evidence = evidence;
  }

  /** The offending value; undefined where there is none. */
  get value(): unknown {
    return this.#evidence?.value;
  }

  /** The record it was in: as it was handed in, or as a row with its values converted. */
  get item(): unknown {
    return this.#evidence?.item;
  }

  /** What the validator said; empty where none was asked. */
  get issues(): readonly unknown[] {
    return this.#evidence?.issues ?? [];
  }

  /** The same error with more said of its place. */
  within(place: ErrorPlace): SchemaContractError {
    return new SchemaContractError(this.#violation, { ...place, ...this.place }, this.#evidence);
  }

  /** All but the values. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, place, remedy, entity, mode, table, column, contract } = this;
    const { valueType, row, rowOf, keyColumns } = this;
    return {
      ...{ name, code, message, place, remedy, entity, mode, table, column, contract },
      ...{ valueType, row, rowOf, keyColumns },
    };
  }
}

const news: Record<ContractEntity, string> = {
  tables: 'a new table',
  columns: 'a new column',
  data_type: 'another type for a column',
};

function whatHappened(violation: ContractViolation, evidence: ContractEvidence | null): string {
  const { entity, mode, from, problem } = violation;
  const what =
    from === 'definition'
      ? `A definition brings ${news[entity]}`
      : entity === 'data_type'
        ? 'A value does not have the type of its column'
        : `Data brings ${news[entity]}`;
  const why = mode === 'freeze' ? `the contract freezes ${entity}` : 'it cannot be left out of its record';
  const details = [problem, ...whichRow(violation, evidence)].filter(Boolean).join('; ');
  return `${what}, and ${why}${details && `: ${details}`}`;
}

function whichRow({ keyColumns = [] }: ContractViolation, evidence: ContractEvidence | null): string[] {
  if (evidence === null) return [];
  const { row, rowOf, valueType } = evidence;
  const place = rowOf === 'table' ? `row ${row} of the table` : `record ${row} of the resource`;
  const keys = keyColumns.length > 0 ? `, whose rows are told apart by ${keyColumns.join(', ')}` : '';
  return [`${valueType === null ? '' : `${valueType} in `}${place} in this run${keys}`];
}

function remedyOf({ entity, mode, from }: ContractViolation): string {
  if (mode !== 'freeze') return 'Make it optional in the schema of the record, or discard such rows';
  if (from === 'definition') return `Let ${entity} evolve for this load, or keep the definition as it was`;
  return `Let ${entity} evolve, discard what does not fit, or correct the data`;
}
