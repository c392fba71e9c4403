import { type DataType, dataTypes } from '../data-type.ts';
import type { Column } from '../document/schema.ts';
import { SluiceError } from '../errors.ts';
import { suggestion } from './nearest-name.ts';

/** What a user says about a column. Everything is optional; what is left out is inferred from data. */
export interface ColumnHints {
  readonly dataType?: DataType;
  /** Characters of text, bits of bigint, bytes of binary, digits of decimal, fractional digits of a second. */
  readonly precision?: number;
  /** Digits behind the point of a decimal. */
  readonly scale?: number;
  /** Timestamps: false for a wall clock without a zone. Default true. */
  readonly timezone?: boolean;
  /** Whether rows may have no value. Default true. */
  readonly nullable?: boolean;
  readonly description?: string;
  readonly primaryKey?: boolean;
  readonly mergeKey?: boolean;
  readonly unique?: boolean;
  readonly sort?: boolean;
  readonly partition?: boolean;
  readonly cluster?: boolean;
  /** Merging deletes the rows in which this column is true, or (other types) has a value. */
  readonly hardDelete?: boolean;
  /** Of several rows with one key, merging keeps the last in this order. */
  readonly dedupSort?: 'asc' | 'desc';
  /** A cursor goes by this column. Set by `cursor`. */
  readonly incremental?: boolean;
  /** Identifies rows of this table to the tables nested in it. Default: the row id that the format adds. */
  readonly rowKey?: boolean;
  /** Holds the row key of the row around this one. Default: the column that the format adds to nested tables. */
  readonly parentKey?: boolean;
  /** Holds the row key of the row of the root table. Default: the column that the format adds where it is needed. */
  readonly rootKey?: boolean;
  /** Holds values that did not fit the type of another column. */
  readonly variant?: boolean;
  /** Annotations of your own, and of destinations. */
  readonly [annotation: `x-${string}`]: unknown;
}

type Option = Exclude<keyof ColumnHints, `x-${string}`>;

interface Kind {
  readonly name: string;
  fits(value: unknown): boolean;
}

const flag: Kind = { name: 'true or false', fits: (value) => typeof value === 'boolean' };
const text: Kind = { name: 'a text', fits: (value) => typeof value === 'string' };
const count: Kind = {
  name: 'a whole number, 0 or more',
  fits: (value) => Number.isSafeInteger(value) && Number(value) >= 0,
};
const direction: Kind = { name: '"asc" or "desc"', fits: (value) => value === 'asc' || value === 'desc' };
const dataType: Kind = { name: 'a data type', fits: (value) => typeof value === 'string' };

const options = {
  dataType: ['data_type', dataType],
  precision: ['precision', count],
  scale: ['scale', count],
  timezone: ['timezone', flag],
  nullable: ['nullable', flag],
  description: ['description', text],
  primaryKey: ['primary_key', flag],
  mergeKey: ['merge_key', flag],
  unique: ['unique', flag],
  sort: ['sort', flag],
  partition: ['partition', flag],
  cluster: ['cluster', flag],
  hardDelete: ['hard_delete', flag],
  dedupSort: ['dedup_sort', direction],
  incremental: ['incremental', flag],
  rowKey: ['row_key', flag],
  parentKey: ['parent_key', flag],
  rootKey: ['root_key', flag],
  variant: ['variant', flag],
} as const satisfies Record<Option, readonly [property: keyof Column, kind: Kind]>;

/**
 * A column as the document has it, from what a user says about it. Without `dataType` it is incomplete.
 *
 * @throws HINT_UNKNOWN for an option there is none of, HINT_INVALID for a value of the wrong kind, DATA_TYPE_UNKNOWN
 */
export function toColumn(name: string, hints: ColumnHints): Column {
  const column: Column = { name };
  for (const [option, value] of Object.entries(hints)) {
    if (value === undefined) continue;
    const property = option.startsWith('x-') ? option : propertyOf(name, option, value);
    Object.assign(column, { [property]: value });
  }
  return column;
}

function propertyOf(column: string, option: string, value: unknown): string {
  if (!Object.hasOwn(options, option))
    throw new SluiceError('HINT_UNKNOWN', `Columns have no option ${JSON.stringify(option)}`, {
      place: { column },
      remedy: suggestion(option, Object.keys(options)),
    });
  const [property, kind] = options[option as Option];
  if (!kind.fits(value))
    throw new SluiceError('HINT_INVALID', `The option ${option} of a column is not what it should be`, {
      place: { column },
      remedy: `Give it ${kind.name}`,
    });
  if (kind === dataType) refuseUnknownType(column, value);
  return property;
}

function refuseUnknownType(column: string, type: unknown): void {
  if ((dataTypes as readonly unknown[]).includes(type)) return;
  throw new SluiceError('DATA_TYPE_UNKNOWN', `There is no data type ${JSON.stringify(type)}`, {
    place: { column },
    remedy: suggestion(String(type), dataTypes),
  });
}
