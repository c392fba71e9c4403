import {
  cardinalities,
  contractKind,
  type ErrorPlace,
  isContract,
  SluiceError,
  type TableFormat,
  toColumn,
} from '@sluice/schema';
import { type Columns, readColumns } from '../arrow-columns.ts';
import { isIncremental } from '../incremental/incremental.ts';
import type { Nesting, Reference, ResourceHints } from './hints.ts';
import { nestedPath } from './nested-path.ts';
import { suggest } from './suggest.ts';
import { checkWriteDisposition } from './write-disposition.ts';

type Hint = Exclude<keyof ResourceHints, `x-${string}`>;
type Check = (value: unknown, place: ErrorPlace) => void;

const nestings: readonly unknown[] = ['json', 'flatten', 'table'] satisfies Nesting[];
const tableFormats = ['', 'iceberg', 'delta', 'hive', 'native'] satisfies (TableFormat | '')[];
const fileFormats = [
  '',
  'preferred',
  'jsonl',
  'typed-jsonl',
  'insert_values',
  'parquet',
  'csv',
  'reference',
  'model',
];

const tableHints = {
  description: byRecord(expect(isText, 'a text')),
  writeDisposition: byRecord(checkWriteDisposition),
  primaryKey: byRecord(expect(isNames, 'a name, or a list of names')),
  mergeKey: byRecord(expect(isNames, 'a name, or a list of names')),
  columns: byRecord(checkColumns),
  references: byRecord(
    expect(
      isReferences,
      'a list of { columns, referencedTable, referencedColumns }, as many columns on either side',
    ),
  ),
  schemaContract: byRecord(expect(isContract, contractKind())),
  fileFormat: byRecord(expectWord(fileFormats)),
  tableFormat: byRecord(expectWord(tableFormats)),
  parentTable: byRecord(expect(isText, 'the name of a table')),
} satisfies Partial<Record<Hint, Check>>;

const markHints = {
  ...tableHints,
  table: byRecord(expect(isText, 'the name of a table, or a function that finds it')),
  nested: byRecord(checkNested),
  maxNesting: expect(
    (value) => Number.isSafeInteger(value) && Number(value) >= 0,
    'a whole number, 0 or more',
  ),
} satisfies Partial<Record<Hint, Check>>;

const resourceHints: Readonly<Record<Hint, Check>> = {
  ...markHints,
  record: expect(isStandardSchema, 'a Standard Schema, such as one of zod'),
  rootKey: expect(isBoolean, 'true or false'),
  cursor: expect(isIncremental, 'what incremental() returns'),
  parallel: expect(isBoolean, 'true or false'),
  selected: expect(isBoolean, 'true or false'),
};

/**
 * Refuses hints that there are none of, or whose values are of the wrong kind. Values are never part of a message.
 *
 * @param resource for messages
 * @throws HINT_UNKNOWN, HINT_INVALID, WRITE_DISPOSITION_UNKNOWN, DATA_TYPE_UNKNOWN
 */
export function checkHints(hints: object, resource: string): void {
  checkAll(hints, resourceHints, resource);
}

/**
 * The same for hints that a record brings along: they say nothing about how the resource is read.
 * @throws the codes of `checkHints`
 */
export function checkMarkHints(hints: object, resource: string): void {
  checkAll(hints, markHints, resource);
}

function checkAll(hints: object, known: Readonly<Record<string, Check>>, resource: string): void {
  if (typeof hints !== 'object' || hints === null || Array.isArray(hints))
    throw new SluiceError('HINT_INVALID', 'Hints are an object', { place: { resource } });
  for (const [hint, value] of Object.entries(hints)) {
    if (value === undefined || hint.startsWith('x-')) continue;
    const check = Object.hasOwn(known, hint) ? known[hint] : undefined;
    if (!check)
      throw new SluiceError('HINT_UNKNOWN', `There is no hint ${JSON.stringify(hint)}`, {
        place: { resource },
        remedy: suggest(hint, Object.keys(known)),
      });
    try {
      check(value, { resource });
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      throw new SluiceError('HINT_INVALID', `The hint ${hint} is not what it should be`, {
        place: { resource },
        remedy: `Give it ${error.message}`,
      });
    }
  }
}

/** A value is not of the kind that the message names. */
class Mismatch extends Error {}

function expect(fits: (value: unknown) => boolean, kind: string): Check {
  return (value) => {
    if (!fits(value)) throw new Mismatch(kind);
  };
}

function expectWord(words: readonly unknown[]): Check {
  return expect((value) => words.includes(value), `one of ${words.filter(Boolean).join(', ')}`);
}

/** Functions of the record cannot be checked before there is one. */
function byRecord(check: Check): Check {
  return (value, place) => {
    if (typeof value !== 'function') check(value, place);
  };
}

function checkColumns(value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Mismatch('an object: name of a column → its hints; or an Arrow schema');
  for (const [name, hints] of Object.entries(readColumns(value as Columns))) {
    if (typeof hints !== 'object' || hints === null) throw new Mismatch('an object of hints for each column');
    toColumn(name, hints);
  }
}

function checkNested(value: unknown, { resource = '' }: ErrorPlace): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Mismatch('an object: path of a nested table → its hints');
  for (const [path, hints] of Object.entries(value)) {
    nestedPath(path);
    if (typeof hints !== 'string') checkAll(hints, tableHints, `${resource}.${path}`);
    else if (!nestings.includes(hints))
      throw new Mismatch(`hints of tables, or one of ${nestings.join(', ')}, for each path`);
  }
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean';
}

function isNames(value: unknown): boolean {
  return isText(value) || (Array.isArray(value) && value.every(isText));
}

function isReferences(value: unknown): boolean {
  return Array.isArray(value) && value.every(isReference);
}

function isReference(reference: Partial<Record<keyof Reference, unknown>> | null | undefined): boolean {
  const { columns, referencedTable, referencedColumns, label, cardinality } = reference ?? {};
  return (
    isNames(columns) &&
    isText(referencedTable) &&
    isNames(referencedColumns) &&
    [columns].flat().length === [referencedColumns].flat().length &&
    (label === undefined || isText(label)) &&
    (cardinality === undefined || isCardinality(cardinality))
  );
}

function isCardinality(value: unknown): boolean {
  return (cardinalities as readonly unknown[]).includes(value);
}

function isStandardSchema(value: unknown): boolean {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function';
  if (!isObject) return false;
  const standard = (value as { '~standard'?: { validate?: unknown } })['~standard'];
  return typeof standard?.validate === 'function';
}
