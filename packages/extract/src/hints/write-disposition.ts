import {
  type ErrorPlace,
  fillMergeCondition,
  type MergeStrategy,
  parseIso,
  SluiceError,
  type WriteDisposition,
} from '@sluice/schema';
import { suggest } from './suggest.ts';

/** How rows are written, in detail. Options that a strategy does not have are refused. */
export interface MergeDisposition {
  readonly disposition: WriteDisposition;
  /** Only for `merge`. Default: the first that the destination offers. */
  readonly strategy?: MergeStrategy;
  /** The rows of a load have no key twice: they are not looked through for that. */
  readonly deduplicated?: boolean;
  /** scd2: columns of the time a row was valid. Default `['_dlt_valid_from', '_dlt_valid_to']`. */
  readonly validityColumnNames?: readonly [from: string, to: string];
  /** scd2: end of the rows that are valid now. Default null. */
  readonly activeRecordTimestamp?: string | Date | null;
  /** scd2: when this load's rows begin to be valid. Default null: the time of the load. */
  readonly boundaryTimestamp?: string | Date | null;
  /** Column that says whether a row has changed. Default for scd2: a hash of the row. */
  readonly rowVersionColumnName?: string;
  /** SQL condition: only rows that meet it take part. */
  readonly sourceFilter?: string;
  /** SQL condition: the rows of the destination that may be deleted or retired. */
  readonly destinationScope?: string;
  /** Rows that have not changed are left alone. */
  readonly skipUnchangedRows?: boolean;
}

type Option = Exclude<keyof MergeDisposition, 'disposition' | 'strategy'>;

const dispositions: readonly WriteDisposition[] = ['append', 'replace', 'merge', 'skip'];

/** The options of each strategy. */
const options: Readonly<Record<MergeStrategy, readonly Option[]>> = {
  'delete-insert': ['deduplicated', 'sourceFilter', 'destinationScope'],
  upsert: ['deduplicated', 'sourceFilter', 'skipUnchangedRows', 'rowVersionColumnName'],
  'insert-only': ['deduplicated'],
  cdc: ['deduplicated', 'sourceFilter', 'destinationScope', 'skipUnchangedRows', 'rowVersionColumnName'],
  scd2: [
    'deduplicated',
    'validityColumnNames',
    'activeRecordTimestamp',
    'boundaryTimestamp',
    'rowVersionColumnName',
    'sourceFilter',
    'destinationScope',
  ],
};

const strategies = Object.keys(options);
const allOptions: readonly string[] = [...new Set(Object.values(options).flat())];

/** @throws WRITE_DISPOSITION_UNKNOWN, MERGE_CONDITION_INVALID */
export function checkWriteDisposition(
  value: unknown,
  place: ErrorPlace,
): WriteDisposition | MergeDisposition {
  const checkWord = (what: string, word: unknown, known: readonly string[]) => {
    if (typeof word === 'string' && known.includes(word)) return;
    throw new SluiceError('WRITE_DISPOSITION_UNKNOWN', `There is no ${what} ${JSON.stringify(word)}`, {
      place,
      remedy: suggest(String(word), known),
    });
  };
  if (typeof value === 'string') {
    checkWord('write disposition', value, dispositions);
    return value as WriteDisposition;
  }
  if (typeof value !== 'object' || value === null)
    throw new SluiceError(
      'WRITE_DISPOSITION_UNKNOWN',
      'A write disposition is a word, or an object with options',
      {
        place,
        remedy: `Use one of ${dispositions.join(', ')}`,
      },
    );
  const { disposition, strategy, ...rest } = value as MergeDisposition & Record<string, unknown>;
  checkWord('write disposition', disposition, dispositions);
  if (strategy !== undefined) checkWord('merge strategy', strategy, strategies);
  // Without a strategy, the destination's choice decides later which options it has.
  const known = strategy === undefined ? allOptions : options[strategy];
  for (const [option, set] of Object.entries(rest))
    if (set !== undefined) checkWord(`option of ${strategy ?? disposition}`, option, known);
  checkCondition(rest.sourceFilter, {});
  checkCondition(rest.destinationScope, { table: '', staging_table: '' });
  checkTimestamp('activeRecordTimestamp', rest.activeRecordTimestamp, place);
  checkTimestamp('boundaryTimestamp', rest.boundaryTimestamp, place);
  return value as MergeDisposition;
}

function checkTimestamp(option: string, value: unknown, place: ErrorPlace): void {
  if (value === undefined || value === null || value instanceof Date) return;
  if (typeof value === 'string' && parseIso(value) !== null) return;
  throw new SluiceError('WRITE_DISPOSITION_UNKNOWN', `${option} is no point in time`, {
    place,
    remedy: 'Use a text such as 2024-01-31T00:00:00Z, or a Date',
  });
}

function checkCondition(condition: unknown, names: Readonly<Record<string, string>>): void {
  if (typeof condition === 'string') fillMergeCondition(condition, names);
}
