import { SluiceError, toValue, type Value } from '@sluice/schema';
import type { CursorRun } from './cursor-run.ts';
import { exposeValue } from './expose-value.ts';
import type { Incremental, RangeEnd } from './incremental.ts';

/**
 * The cursor as a producer sees it: to ask only for what is new. Values are what the user's are: an instant is a
 * `Date` unless the initial value is something else. `undefined`: there is none.
 */
export interface Cursor<V> {
  /** As given to `incremental`. */
  readonly path: string;
  readonly initialValue: V | undefined;
  /** Where this run starts: the latest value loaded before (or the initial value), the lag taken off. */
  readonly startValue: V;
  readonly endValue: V | undefined;
  /** The latest value so far, the lag taken off: it moves as records pass. */
  readonly lastValue: V;
  /** The same values as the state has them: to the microsecond. */
  readonly exact: { readonly startValue: Value; readonly endValue: Value; readonly lastValue: Value };
  readonly rowOrder: 'asc' | 'desc' | undefined;
  readonly range: { readonly start: RangeEnd; readonly end: RangeEnd };
  /** Whether a record before the start, or beyond the end, has passed. */
  readonly startOutOfRange: boolean;
  readonly endOutOfRange: boolean;
}

export function exposeCursor(incremental: Incremental, run: CursorRun): Cursor<unknown> {
  const { path, options } = incremental;
  const { initialValue, rowOrder, range = {} } = options;
  const expose = (value: Value) => exposeValue(value, initialValue, run.order.direction);
  return {
    path,
    initialValue: initialValue ?? undefined,
    get startValue() {
      return expose(run.startValue);
    },
    get endValue() {
      return expose(run.endValue);
    },
    get lastValue() {
      return expose(run.lastValue);
    },
    exact: run,
    rowOrder,
    range: { start: range.start ?? 'closed', end: range.end ?? 'open' },
    get startOutOfRange() {
      return run.startOutOfRange;
    },
    get endOutOfRange() {
      return run.endOutOfRange;
    },
  };
}

/**
 * Refuses a range that cannot hold anything: it would load nothing, and nobody would know why.
 * @throws CURSOR_RANGE_INVALID, CURSOR_NOT_COMPARABLE
 */
export function checkRange({ options }: Incremental, { order }: CursorRun, resource: string): void {
  const [initial, end] = [toValue(options.initialValue), toValue(options.endValue)];
  if (end === null) return;
  const place = { resource };
  if (initial === null)
    throw new SluiceError('CURSOR_RANGE_INVALID', 'A cursor has an end value and no initial value', {
      place,
      remedy: 'Give `initialValue` too: a range has two ends',
    });
  if (order.compare(initial, end) > 0)
    throw new SluiceError('CURSOR_RANGE_INVALID', 'The initial value of a cursor is beyond its end value', {
      place,
      remedy: 'Swap them, or set `lastValue` to the direction in which values grow',
    });
}
