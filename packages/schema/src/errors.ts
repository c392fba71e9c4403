/** Where something went wrong: the smallest set of names that leads a reader to the place. */
export interface ErrorPlace {
  readonly pipeline?: string;
  readonly dataset?: string;
  readonly source?: string;
  readonly resource?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly loadId?: string;
  readonly path?: string;
}

/** What an error says besides what happened. */
export interface ErrorDetails {
  /** Where it happened. */
  readonly place?: ErrorPlace;
  /** What would work instead: one sentence in the imperative. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

/**
 * Every error sluice raises on purpose. `code` is stable across releases, so programs test it and never the
 * message: `if (isSluiceError(error, 'LOAD_STATE_CONFLICT')) …`. Codes are listed in each package's `errors.ts`.
 */
export class SluiceError extends Error {
  override readonly name: string = 'SluiceError';
  readonly code: string;
  /** What happened, without code, place and remedy. */
  readonly what: string;
  readonly place: ErrorPlace;
  readonly remedy: string | undefined;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    const { place = {}, remedy, cause } = details;
    const where = Object.entries(place)
      .filter(([, name]) => name !== undefined)
      .map(([kind, name]) => `${kind} ${JSON.stringify(name)}`)
      .join(', ');
    super(
      [`[${code}] ${message}${where && ` (${where})`}`, remedy].filter(Boolean).join('. '),
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.what = message;
    this.place = place;
    this.remedy = remedy;
  }
}

/**
 * Tells a sluice error, optionally of one code. Works across package copies: it reads the code, not the class.
 */
export function isSluiceError(error: unknown, code?: string): error is SluiceError {
  if (!(error instanceof Error) || typeof (error as SluiceError).code !== 'string') return false;
  return code === undefined ? 'place' in error : (error as SluiceError).code === code;
}
