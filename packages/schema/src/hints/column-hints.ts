import { type DataType, dataTypes } from '../data-type.ts';
import type { Column } from '../document/schema.ts';
import { SluiceError } from '../errors.ts';
import { nearestName } from './nearest-name.ts';

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
  /** Holds values that did not fit the type of another column. */
  readonly variant?: boolean;
  /** Annotations of your own, and of destinations. */
  readonly [annotation: `x-${string}`]: unknown;
}

const properties = {
  dataType: 'data_type',
  precision: 'precision',
  scale: 'scale',
  timezone: 'timezone',
  nullable: 'nullable',
  description: 'description',
  primaryKey: 'primary_key',
  mergeKey: 'merge_key',
  unique: 'unique',
  sort: 'sort',
  partition: 'partition',
  cluster: 'cluster',
  hardDelete: 'hard_delete',
  dedupSort: 'dedup_sort',
  variant: 'variant',
} as const satisfies Record<Exclude<keyof ColumnHints, `x-${string}`>, keyof Column>;

/**
 * A column as the document has it, from what a user says about it. Without `dataType` it is incomplete.
 *
 * @throws HINT_UNKNOWN for an option there is none of, DATA_TYPE_UNKNOWN
 */
export function toColumn(name: string, hints: ColumnHints): Column {
  const column: Column = { name };
  for (const [option, value] of Object.entries(hints)) {
    if (value === undefined) continue;
    const property = option.startsWith('x-') ? option : propertyOf(name, option);
    if (property === 'data_type') refuseUnknownType(name, value);
    Object.assign(column, { [property]: value });
  }
  return column;
}

function propertyOf(column: string, option: string): string {
  if (Object.hasOwn(properties, option)) return properties[option as keyof typeof properties];
  throw new SluiceError('HINT_UNKNOWN', `Columns have no option ${JSON.stringify(option)}`, {
    place: { column },
    remedy: suggestion(option, Object.keys(properties)),
  });
}

function refuseUnknownType(column: string, type: unknown): void {
  if ((dataTypes as readonly unknown[]).includes(type)) return;
  throw new SluiceError('DATA_TYPE_UNKNOWN', `There is no data type ${JSON.stringify(type)}`, {
    place: { column },
    remedy: suggestion(String(type), dataTypes),
  });
}

function suggestion(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  const all = `Use one of ${known.join(', ')}`;
  return nearest ? `Did you mean ${JSON.stringify(nearest)}? ${all}` : all;
}
