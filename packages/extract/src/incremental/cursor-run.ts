import {
  normalizeTimestamp,
  type Runtime,
  SluiceError,
  Timestamp,
  type TimeZone,
  toValue,
  type Value,
} from '@sluice/schema';
import type { Logger } from '../logger.ts';
import { applyLag } from './apply-lag.ts';
import { ArrowRow } from './arrow-row.ts';
import { type CursorOrder, cursorOrder } from './cursor-order.ts';
import type { CursorState } from './cursor-state.ts';
import { exposeValue } from './expose-value.ts';
import type { Incremental } from './incremental.ts';
import { isMissing, missing, readField } from './read-field.ts';
import { type DedupKey, isLegacyHash, recordHash } from './record-hash.ts';
import { instantOf } from './shift-timestamp.ts';

export interface CursorRunOptions {
  readonly resource: string;
  /** What is kept from run to run; a run with an end value has one of its own. */
  readonly state: CursorState;
  /** Key of the records, or null for the whole record. */
  readonly key: DedupKey;
  /** Of date-times without an offset, where others have one, and of days; null means UTC. */
  readonly timeZone: TimeZone | null;
  readonly runtime: Runtime;
  readonly logger: Logger;
}

// Beyond this many hashes in a state, something is likely wrong with the choice of the cursor.
const manyHashes = 200;

/** A cursor at work: decides record by record what is new, and keeps the state. */
export class CursorRun {
  readonly order: CursorOrder;
  readonly #incremental: Incremental;
  readonly #options: CursorRunOptions;
  readonly #isStateless: boolean;
  readonly #lag: number;
  readonly #deduplicates: boolean;
  readonly #isOpenStart: boolean;
  readonly #isOpenEnd: boolean;
  /** Where this run starts, the lag taken off; and the same without a lag. */
  #start: Value;
  readonly #unlagged: Value;
  #end: Value;
  #last: Value;
  /** Hashes of what earlier runs loaded at the start value. */
  readonly #loaded: ReadonlySet<string>;
  /** Hashes of what was loaded at the last value so far. */
  #hashes: Set<string>;
  /** Records at the last value whose hashes are not computed yet: many a one is overtaken before that. */
  #unhashed: unknown[] = [];
  #isLegacy: boolean;
  #isZoneSettled = false;
  #hasSeen = false;
  #hasKept = false;
  startOutOfRange = false;
  endOutOfRange = false;

  constructor(incremental: Incremental, options: CursorRunOptions) {
    const { initialValue, endValue, lastValue = 'max', lag = 0, range = {} } = incremental.options;
    this.#incremental = incremental;
    this.#options = options;
    const direction = typeof lastValue === 'string' ? lastValue : null;
    this.order = cursorOrder(lastValue, (value) => exposeValue(value, initialValue, direction));
    const { state } = options;
    this.#end = toValue(endValue);
    this.#isStateless = this.#end !== null;
    this.#lag = this.#isStateless || direction === null ? 0 : lag;
    if (lag && direction === null)
      options.logger.warn('A lag has no effect where a function finds the last value', {
        resource: options.resource,
      });
    this.#isOpenStart = range.start === 'open';
    this.#isOpenEnd = range.end !== 'closed';
    const hasKey = options.key === null || options.key.length > 0;
    this.#deduplicates = hasKey && !this.#isOpenStart && !this.#isStateless && !this.#lag;
    this.#unlagged = state.last_value;
    this.#start = this.#lagged(state.last_value);
    this.#last = this.#start;
    this.#loaded = new Set(state.unique_hashes);
    this.#hashes = new Set(state.unique_hashes);
    this.#isLegacy = state.unique_hashes.some(isLegacyHash);
  }

  /** The field it looks at; null for other paths. */
  get field(): string | null {
    return this.#incremental.field;
  }

  get startValue(): Value {
    return this.#start;
  }

  /** The latest value so far, the lag taken off. */
  get lastValue(): Value {
    return this.#hasSeen ? this.#lagged(this.#last) : this.#start;
  }

  get endValue(): Value {
    return this.#end;
  }

  /** Whether all records that are still to come are out of range, by their order. */
  get isFinished(): boolean {
    const { rowOrder } = this.#incremental.options;
    return rowOrder === 'asc' ? this.endOutOfRange : rowOrder === 'desc' && this.startOutOfRange;
  }

  /**
   * Whether a record is new and in range.
   * @throws CURSOR_PATH_MISSING, CURSOR_VALUE_NULL, CURSOR_NOT_COMPARABLE, CURSOR_KEY_MISSING
   */
  keeps(record: unknown): boolean {
    return this.keepsAt(this.#read(record), record);
  }

  /** The same where the value at the path is known: a value, null, or `missing`. */
  keepsAt(raw: unknown, record: unknown): boolean {
    this.#hasSeen = true;
    const isKept =
      raw === missing || raw === null ? this.#keepsMissing(raw) : this.#keepsValue(toValue(raw), record);
    if (isKept) this.#hasKept = true;
    return isKept;
  }

  /** Writes what was learned into the state: to be called before the records are handed on. */
  commit(): void {
    if (!this.#hasSeen || this.#isStateless) return;
    const { state } = this.#options;
    state.last_value = this.#lag ? this.#furthest(this.#last, state.last_value) : this.#last;
    if (this.#hasKept) state.start_value = this.#unlagged;
    if (!this.#deduplicates) state.unique_hashes = [];
    else if (this.#unhashed.length > 0 || state.unique_hashes.length !== this.#hashes.size)
      this.#commitHashes(state);
  }

  #commitHashes(state: CursorState): void {
    for (const record of this.#unhashed) this.#hashes.add(this.#hash(record));
    this.#unhashed = [];
    const [before, after] = [state.unique_hashes.length, this.#hashes.size];
    // The order of a set would differ from run to run, and with it the version of the state.
    state.unique_hashes = [...this.#hashes].sort();
    if (before <= manyHashes && after > manyHashes)
      this.#options.logger.warn('Very many records share the latest cursor value: choose a finer cursor', {
        resource: this.#options.resource,
        hashes: after,
      });
  }

  #read(record: unknown): unknown {
    const { field, jsonPath } = this.#incremental;
    if (field !== null) return readField(record, field);
    const found = jsonPath.values(record);
    return found.length === 0 || found[0] === undefined ? missing : found[0];
  }

  #keepsMissing(raw: unknown): boolean {
    const { path, options } = this.#incremental;
    const { onMissing = 'raise' } = options;
    if (onMissing !== 'raise') return onMissing === 'include';
    const [code, what] = isMissing(raw)
      ? ['CURSOR_PATH_MISSING', `A record has nothing at ${JSON.stringify(path)}, the path of the cursor`]
      : ['CURSOR_VALUE_NULL', `A record has null at ${JSON.stringify(path)}, the path of the cursor`];
    throw new SluiceError(code, what, {
      place: { resource: this.#options.resource },
      remedy: "Set `onMissing` of the cursor to 'include' or 'exclude', or give every record a value",
    });
  }

  #keepsValue(value: Value, record: unknown): boolean {
    if (!this.#isZoneSettled) this.#settleZone(value);
    const { order } = this;
    if (this.#end !== null) {
      const toEnd = order.compare(value, this.#end);
      if (toEnd > 0 || (toEnd === 0 && this.#isOpenEnd)) {
        this.endOutOfRange = true;
        return false;
      }
    }
    const toLast = this.#last === null ? 1 : order.compare(value, this.#last);
    if (toLast > 0) this.#advance(value, record);
    else if (this.#isBehindStart(value, record)) return false;
    else if (toLast === 0 && this.#deduplicates) this.#unhashed.push(record);
    return true;
  }

  #advance(value: Value, record: unknown): void {
    this.#last = this.order.direction === null ? this.order.latest(value, this.#last) : value;
    if (!this.#deduplicates) return;
    this.#unhashed = [record];
    if (this.#hashes.size > 0) this.#hashes = new Set();
    this.#isLegacy = false;
  }

  #isBehindStart(value: Value, record: unknown): boolean {
    if (this.#start === null) return false;
    const toStart = this.order.compare(value, this.#start);
    if (toStart > 0) return false;
    const isKnown = () => this.#deduplicates && this.#loaded.size > 0 && this.#loaded.has(this.#hash(record));
    if (toStart === 0 && !this.#isOpenStart && !isKnown()) return false;
    this.startOutOfRange = true;
    return true;
  }

  #hash(record: unknown): string {
    return recordHash(
      record instanceof ArrowRow ? record.toRecord() : record,
      this.#options.key,
      this.#options.runtime,
      this.#isLegacy,
    );
  }

  /** The first record shows whether points in time have a zone: what the state and the user say is read likewise. */
  #settleZone(value: Value): void {
    this.#isZoneSettled = true;
    if (!(value instanceof Timestamp)) return;
    const { timeZone } = this.#options;
    const [start, end] = [this.#start, this.#end].map((bound) => likeModel(bound, value, timeZone));
    if (start === this.#start && end === this.#end) return;
    this.#options.logger.warn(
      'Start, end and records of a cursor differ in having an offset: what has none is read in the time zone of the pipeline',
      {
        resource: this.#options.resource,
      },
    );
    this.#start = start ?? null;
    this.#last = this.#start;
    this.#end = end ?? null;
  }

  #furthest(value: Value, stored: Value): Value {
    if (stored === null || value === null) return value ?? stored;
    const { timeZone } = this.#options;
    return this.order.latest(value, value instanceof Timestamp ? likeModel(stored, value, timeZone) : stored);
  }

  #lagged(value: Value): Value {
    if (value === null || !this.#lag || this.order.direction === null) return value;
    const initial = toValue(this.#incremental.options.initialValue);
    return applyLag(value, this.#lag, this.order.direction, initial, this.#options.timeZone);
  }
}

/** A point in time with an offset or without, as the model is. */
function likeModel(value: Value, { offsetSeconds }: Timestamp, zone: TimeZone | null): Value {
  if (!(value instanceof Timestamp)) return value;
  if ((value.offsetSeconds === null) === (offsetSeconds === null)) return value;
  return offsetSeconds === null
    ? normalizeTimestamp(value, false, zone)
    : instantOf(value, offsetSeconds, zone);
}
