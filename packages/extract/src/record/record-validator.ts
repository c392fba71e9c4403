import {
  type ContractMode,
  type Discard,
  dataTypeOf,
  type ExpandedContract,
  expandContract,
  type SchemaContract,
  SchemaContractError,
  SluiceError,
  toValue,
} from '@sluice/schema';
import { isArrow } from '../arrow.ts';
import { isPromise } from '../is-promise.ts';
import type { Note } from '../mark.ts';
import {
  issuePath,
  issuesProblem,
  RecordIssues,
  type StandardIssue,
  type StandardResult,
  type StandardSchema,
} from '../standard-schema.ts';
import { afterRemoval, atPath, hasPath, isWithin, type Path, withoutPaths, withPaths } from './edit-paths.ts';
import { type ExtraKey, extraKeys } from './extra-keys.ts';
import { type RecordShape, recordShape } from './record-shape.ts';

export interface RecordValidatorOptions {
  readonly resource: string;
  /** What was said for the resource; what it leaves open follows from the schema. */
  readonly contract: SchemaContract | undefined;
  /** Raw name of the table that a record goes to. */
  tableOf(record: unknown, note: Note): string;
  readonly onDiscard?: ((discard: Omit<Discard, 'rows'>) => void) | undefined;
}

/** A record on its way through the validator. */
interface Checked {
  /** As it was handed in. */
  readonly record: unknown;
  readonly note: Note;
  /** Its place among the records of this run, the first being 1. */
  readonly row: number;
  /** The keys that the schema does not know. */
  readonly extras: readonly ExtraKey[];
  /** The record without them, and without the values that were left out since. */
  readonly rest: unknown;
  readonly leftOut: readonly Path[];
}

/**
 * Holds the records of one resource in one run against a schema and a contract: `columns` decides about keys that the
 * schema does not know, `data_type` about values it refuses. What it gives out is what the schema made of a record.
 */
export class RecordValidator {
  readonly #schema: StandardSchema;
  readonly #shape: RecordShape | null;
  readonly #options: RecordValidatorOptions;
  readonly #contract: ExpandedContract;
  /** What the contract says of other keys; undefined where each object of the schema decides for itself. */
  readonly #columns: ContractMode | undefined;
  #rows = 0;

  constructor(schema: StandardSchema, options: RecordValidatorOptions) {
    const { contract } = options;
    this.#schema = schema;
    this.#shape = recordShape(schema);
    this.#options = options;
    this.#contract = recordContract(schema, contract);
    this.#columns = typeof contract === 'string' ? contract : contract?.columns;
  }

  /**
   * A record as its schema gives it out; null where the contract leaves it out. Arrow tables pass as they are.
   * @throws SCHEMA_CONTRACT_VIOLATED; RECORD_INVALID where there is neither a contract nor a JSON Schema to derive one
   */
  check(record: unknown, note: Note = {}): unknown {
    if (isArrow(record)) return record;
    const row = ++this.#rows;
    const known = this.#shape?.known;
    const extras = known ? extraKeys(record, known, this.#columns) : [];
    if (extras.length === 0) return this.#validate({ record, note, row, extras, rest: record, leftOut: [] });
    const rest = withoutPaths(
      record,
      extras.map(({ path }) => path),
    );
    const checked: Checked = { record, note, row, extras, rest, leftOut: [] };
    const frozen = extras.find(({ mode }) => mode === 'freeze');
    if (frozen) throw this.#unknownKey(checked, frozen);
    const dropping = extras.find(({ mode }) => mode === 'discard_row');
    if (dropping) return this.#leaveOut(checked, 'columns', 'discard_row', dropping.path);
    return this.#validate(checked);
  }

  #validate(checked: Checked): unknown {
    const result = this.#schema['~standard'].validate(checked.rest);
    return isPromise(result)
      ? result.then((settled) => this.#settle(checked, settled))
      : this.#settle(checked, result as StandardResult<unknown>);
  }

  #settle(checked: Checked, result: StandardResult<unknown>): unknown {
    if (!result.issues) return this.#give(checked, result.value);
    // Some libraries give lists of their own classes.
    const issues = [...result.issues];
    switch (this.#contract.data_type) {
      case 'evolve':
        return this.#give(checked, checked.rest);
      case 'discard_row':
        return this.#leaveOut(checked, 'data_type', 'discard_row', pathOf(issues[0]));
      case 'discard_value':
        return this.#retry(checked, issues);
      case 'freeze':
        throw this.#misfit(checked, issues);
    }
  }

  /** Validates again without the values that do not fit, as long as there are any. */
  #retry(checked: Checked, issues: readonly StandardIssue[]): unknown {
    const paths = issues
      .map(pathOf)
      .filter((path) => path.length > 0 && hasPath(checked.rest, path))
      .filter((path, index, all) => all.findIndex((other) => isWithin(path, other)) === index);
    if (paths.length === 0) throw this.#misfit(checked, issues);
    return this.#validate({
      ...checked,
      extras: checked.extras.flatMap((extra) => {
        const path = afterRemoval(extra.path, paths);
        return path ? { ...extra, path } : [];
      }),
      rest: withoutPaths(checked.rest, paths),
      leftOut: [...checked.leftOut, ...paths],
    });
  }

  #give(checked: Checked, value: unknown): unknown {
    if (checked.extras.length === 0 && checked.leftOut.length === 0) return value;
    for (const { path, mode } of checked.extras)
      if (mode === 'discard_value') this.#leaveOut(checked, 'columns', 'discard_value', path);
    for (const path of checked.leftOut) this.#leaveOut(checked, 'data_type', 'discard_value', path);
    return withPaths(
      value,
      checked.extras.filter(({ mode }) => mode === 'evolve'),
    );
  }

  #leaveOut(
    { record, note }: Checked,
    entity: 'columns' | 'data_type',
    mode: Discard['mode'],
    path: Path,
  ): null {
    const table = this.#options.tableOf(record, note);
    this.#options.onDiscard?.({ table, entity, name: nameOf(path), mode });
    return null;
  }

  #unknownKey(checked: Checked, { path, value }: ExtraKey): SchemaContractError {
    return this.#violation(
      checked,
      'columns',
      path,
      value,
      'the schema of the record does not know this key',
      [],
    );
  }

  #misfit(checked: Checked, issues: readonly StandardIssue[]): SluiceError {
    const { vendor } = this.#schema['~standard'];
    const path = pathOf(issues[0]);
    const problem = issuesProblem(issues, vendor);
    if (this.#shape === null && this.#options.contract === undefined)
      return new SluiceError(
        'RECORD_INVALID',
        `A record does not fit its schema${problem ? `: ${problem}` : ''}`,
        {
          place: { resource: this.#options.resource, ...(path.length > 0 && { path: path.join('.') }) },
          remedy: 'Correct the schema given as `record`, or the records with a map step before it',
          cause: new RecordIssues(issues),
        },
      );
    return this.#violation(checked, 'data_type', path, atPath(checked.rest, path), problem, issues);
  }

  #violation(
    { record, note, row }: Checked,
    entity: 'columns' | 'data_type',
    path: Path,
    value: unknown,
    problem: string | undefined,
    issues: readonly StandardIssue[],
  ): SchemaContractError {
    const { resource, tableOf } = this.#options;
    return new SchemaContractError(
      {
        entity,
        mode:
          entity === 'data_type' && this.#contract.data_type === 'discard_value' ? 'discard_value' : 'freeze',
        table: tableOf(record, note),
        column: path.length > 0 ? path.join('.') : null,
        contract: this.#contract,
        from: 'data',
        ...(problem !== undefined && { problem }),
      },
      { resource },
      { row, rowOf: 'resource', valueType: typeName(value), value, item: record, issues },
    );
  }
}

/**
 * The contract that a schema is checked under. What is not said follows from the schema: keys it refuses are frozen,
 * those it leaves out are discarded, those it lets pass evolve; values that it refuses are frozen.
 */
export function recordContract(
  schema: StandardSchema,
  contract: SchemaContract | undefined,
): ExpandedContract {
  const columns = recordShape(schema)?.others ?? 'evolve';
  return expandContract(contract, { tables: 'evolve', columns, data_type: 'freeze' });
}

function pathOf(issue: StandardIssue | undefined): Path {
  if (!issue) return [];
  return issuePath(issue).map((key) => (typeof key === 'number' ? key : String(key)));
}

/** The keys of a path; indexes say nothing of which value it is. */
function nameOf(path: Path): string {
  return path.filter((key) => typeof key === 'string').join('.');
}

function typeName(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  try {
    return dataTypeOf(toValue(value));
  } catch {
    return typeof value;
  }
}
