import { SluiceError } from '../errors.ts';
import { dayOfMicros, microsPerDay, microsPerSecond, secondOfMicros } from './calendar.ts';

/** A time zone of the IANA database: its rules, today's and former ones. */
export interface TimeZone {
  /** `Europe/Berlin`. */
  readonly name: string;
  /** Seconds east of UTC at an instant, given in microseconds since 1970 in UTC. */
  offsetAt(micros: bigint): number;
  /**
   * The instant at which the zone's clocks show a wall clock, given in microseconds since 1970-01-01T00:00:00. Of a
   * time that comes twice it is the first; one that clocks skip counts on from before the gap.
   */
  instantOf(wallMicros: bigint): bigint;
}

// Engines know more abbreviations than the database, and one of their own choice: to them BST is Bangladesh's time.
const abbreviation = /^(?:[A-Z]{3}|SystemV\/.*)$/;
const abbreviations: ReadonlySet<string> = new Set(
  'CET EET EST GMT HST MET MST PRC ROC ROK UCT WET'.split(' '),
);

// Data rarely spans more days than this.
const maxRememberedDays = 20_000;

/**
 * The time zone of an IANA name, spelled as the database spells it. Null for `UTC`, in which values are kept anyway:
 * null, or no zone at all, means UTC wherever a zone can be given.
 *
 * @throws TIME_ZONE_UNKNOWN for other names, offsets like `+02:00`, and the empty text; RUNTIME_UNSUPPORTED where the
 * JavaScript engine has no `Intl`
 */
export function timeZone(name: string): TimeZone | null {
  if (name === 'UTC') return null;
  if (name === '') throw unknown(name, 'it is empty');
  if (/^[+-]/.test(name)) throw unknown(name, 'an offset is no time zone');
  if (abbreviation.test(name) && !abbreviations.has(name)) throw unknown(name, noneOfThatName);
  return new IanaZone(name, formatter(name));
}

class IanaZone implements TimeZone {
  readonly name: string;
  readonly #format: Intl.DateTimeFormat;
  /** Day in UTC → the offset on all of it, NaN where it changes. */
  readonly #days = new Map<number, number>();

  constructor(name: string, format: Intl.DateTimeFormat) {
    this.name = name;
    this.#format = format;
  }

  offsetAt(micros: bigint): number {
    const offset = this.#offsetOn(dayOfMicros(micros));
    return Number.isNaN(offset) ? this.#lookUp(secondOfMicros(micros) * 1000) : offset;
  }

  instantOf(wallMicros: bigint): bigint {
    const day = dayOfMicros(wallMicros);
    const offset = this.#offsetOn(day);
    const isSteady = offset === this.#offsetOn(day - 1) && offset === this.#offsetOn(day + 1);
    return isSteady ? shift(wallMicros, offset) : this.#instantNearChange(wallMicros);
  }

  /** No offset is as large as a day: a day earlier the clocks were not changed yet, a day later they are. */
  #instantNearChange(wallMicros: bigint): bigint {
    const before = this.offsetAt(wallMicros - BigInt(microsPerDay));
    const after = this.offsetAt(wallMicros + BigInt(microsPerDay));
    const late = shift(wallMicros, after);
    const early = shift(wallMicros, before);
    return this.offsetAt(early) !== before && this.offsetAt(late) === after ? late : early;
  }

  #offsetOn(day: number): number {
    const known = this.#days.get(day);
    if (known !== undefined) return known;
    const milliseconds = (day * microsPerDay) / 1000;
    const atStart = this.#lookUp(milliseconds);
    const offset = atStart === this.#lookUp(milliseconds + microsPerDay / 1000 - 1) ? atStart : Number.NaN;
    if (this.#days.size >= maxRememberedDays) this.#days.clear();
    this.#days.set(day, offset);
    return offset;
  }

  #lookUp(milliseconds: number): number {
    const parts = this.#format.formatToParts(milliseconds);
    return readOffset(parts.find(({ type }) => type === 'timeZoneName')?.value ?? '');
  }
}

function shift(wallMicros: bigint, offsetSeconds: number): bigint {
  return wallMicros - BigInt(offsetSeconds * microsPerSecond);
}

/** `GMT`, `GMT+01:00`, `GMT+00:53:28`. */
function readOffset(text: string): number {
  const [, sign, hours, minutes, seconds = 0] = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
  if (sign === undefined) return 0;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return sign === '-' ? -size : size;
}

function formatter(name: string): Intl.DateTimeFormat {
  // Part of the language's internationalization, which small engines leave out.
  if (typeof Intl === 'undefined')
    throw new SluiceError('RUNTIME_UNSUPPORTED', 'This JavaScript engine knows no time zones', {
      remedy: 'Use UTC, or an engine with Intl',
    });
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch (cause) {
    throw unknown(name, noneOfThatName, cause);
  }
  // Engines take any spelling; others who read the name do not.
  const { timeZone: spelled } = format.resolvedOptions();
  const isMisspelled = spelled !== name && spelled.toLowerCase() === name.toLowerCase();
  if (isMisspelled || !/^[A-Z]/.test(name)) throw unknown(name, `it is spelled ${spelled}`);
  return format;
}

const noneOfThatName = 'there is none of that name';

function unknown(name: string, why: string, cause?: unknown): SluiceError {
  return new SluiceError('TIME_ZONE_UNKNOWN', `${JSON.stringify(name)} is no time zone: ${why}`, {
    remedy: 'Give a name of the IANA database, such as Europe/Berlin or UTC',
    cause,
  });
}
