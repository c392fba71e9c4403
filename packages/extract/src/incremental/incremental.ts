import { SluiceError } from '@sluice/schema';
import type { Names } from '../hints/names.ts';
import { suggest } from '../hints/suggest.ts';
import { type JsonPath, jsonPath } from '../json-path/json-path.ts';

export interface IncrementalOptions<V> {
  /** Where to start when nothing was loaded yet. Lags do not go before it. Default: everything is new. */
  readonly initialValue?: V;
  /** Where to end. Such a run loads a fixed range and leaves the state alone. */
  readonly endValue?: V;
  /** Which value is the latest: the greatest (default), the least, or what a function makes of one or two values. */
  readonly lastValue?: 'max' | 'min' | LastValue<V>;
  /** Records come in this order, as `lastValue` sees it: reading stops where all others are out of range. */
  readonly rowOrder?: 'asc' | 'desc';
  /** How far before the last value to look again: in its own unit, days for dates, seconds for points in time. */
  readonly lag?: number;
  /** What to do with records without a value: an error (default), load them, or leave them out. */
  readonly onMissing?: 'raise' | 'include' | 'exclude';
  /** Whether the ends belong to the range. Default: the start does, the end does not. */
  readonly range?: { readonly start?: RangeEnd; readonly end?: RangeEnd };
  /**
   * Fields that tell records of one cursor value apart, so that those loaded before are left out. Default: the key
   * of the resource, else the whole record. An empty list keeps repeated records.
   */
  readonly primaryKey?: Names;
}

export type RangeEnd = 'closed' | 'open';

// TypeScript compares parameters of methods both ways: so a cursor over dates is a cursor, too.
/** Finds the latest of one value, or of a record's and the latest so far. */
export type LastValue<V> = { latest(values: readonly V[]): V }['latest'];

/** A cursor over the records of a resource: see `incremental`. */
export class Incremental<V = unknown> {
  /** As written: it names the cursor in the state. */
  readonly path: string;
  /** The field, where the path is nothing but one. */
  readonly field: string | null;
  readonly jsonPath: JsonPath;
  readonly options: IncrementalOptions<V>;

  constructor(path: string, options: IncrementalOptions<V>) {
    this.path = path;
    this.jsonPath = jsonPath(path);
    this.field = this.jsonPath.field;
    this.options = options;
  }
}

/**
 * Loads only what is new since the last run: records whose value at `path` (a field or a JSONPath) is beyond the
 * latest one loaded. What was loaded at exactly that value is recognised and not loaded again.
 *
 * ```ts
 * resource('issues', { cursor: incremental('updated_at', { initialValue: '2024-01-01T00:00:00Z' }) },
 *   ({ cursor, http }) => http.paginate('/issues', { query: { since: cursor.startValue } }));
 * ```
 *
 * @throws CURSOR_PATH_INVALID, CURSOR_OPTION_INVALID
 */
export function incremental<V>(
  path: string,
  options: IncrementalOptions<V> & { readonly initialValue: V },
): Incremental<V>;
export function incremental<V = unknown>(
  path: string,
  options?: IncrementalOptions<V>,
): Incremental<V | undefined>;
export function incremental<V>(path: string, options: IncrementalOptions<V> = {}): Incremental<V> {
  checkOptions(options);
  return new Incremental(path, options);
}

export function isIncremental(value: unknown): value is Incremental {
  return value instanceof Incremental;
}

type Check = (value: unknown) => boolean;

const oneOf =
  (...words: string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value);

const ends = oneOf('closed', 'open');

const checks: Readonly<Record<keyof IncrementalOptions<unknown>, Check>> = {
  initialValue: () => true,
  endValue: () => true,
  lastValue: (value) => typeof value === 'function' || oneOf('max', 'min')(value),
  rowOrder: oneOf('asc', 'desc'),
  lag: (value) => typeof value === 'number' && Number.isFinite(value),
  onMissing: oneOf('raise', 'include', 'exclude'),
  range: (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([end, kind]) => (end === 'start' || end === 'end') && ends(kind)),
  primaryKey: (value) =>
    typeof value === 'string' || (Array.isArray(value) && value.every((name) => typeof name === 'string')),
};

function checkOptions(options: IncrementalOptions<unknown>): void {
  for (const [option, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const check = Object.hasOwn(checks, option) ? checks[option as keyof typeof checks] : undefined;
    if (check?.(value)) continue;
    throw new SluiceError(
      'CURSOR_OPTION_INVALID',
      check
        ? `The option ${option} of incremental() is not what it should be`
        : `incremental() has no option ${JSON.stringify(option)}`,
      {
        remedy: check ? 'See the documentation of IncrementalOptions' : suggest(option, Object.keys(checks)),
      },
    );
  }
}
