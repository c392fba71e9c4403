import type { LengthUnit } from '../destination-rules.ts';
import { SluiceError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { type Convention, conventionOf } from './conventions.ts';
import { checkMaxLength, shorten } from './shorten.ts';
import { strip } from './strip.ts';

/**
 * How names of the source become names of the dataset.
 *
 * A path is several names joined by the separator: `pets__owner` is the column of `owner` in the inner object
 * `pets`. Names are cut to `maxLength`; see `namingConvention`.
 */
export interface Naming {
  /** Name of the convention, such as `snake_case`. */
  readonly name: string;
  /** Name, case sensitivity and length in one: `snake_case_ci_63`. */
  readonly id: string;
  /** Whether two names that differ only in case are two names. */
  readonly caseSensitive: boolean;
  readonly separator: string;
  /** Longest name, in `lengthUnit`; null: any length. */
  readonly maxLength: number | null;
  readonly lengthUnit: LengthUnit;
  /** One column name. @throws IDENTIFIER_EMPTY for blank text. */
  identifier(raw: string): string;
  /** One table name. @throws IDENTIFIER_EMPTY for blank text. */
  tableIdentifier(raw: string): string;
  /** A column path: every piece normalized, the whole cut. Nothing but separators gives the empty string. */
  path(raw: string): string;
  /** The same for a table path. */
  tablePath(raw: string): string;
  /** Joins the pieces that are not blank. */
  makePath(...pieces: string[]): string;
  /** Takes a path apart; blank pieces are left out. */
  breakPath(path: string): string[];
  /** Joins normalized pieces and cuts the whole. */
  shortenFragments(...normalizedPieces: string[]): string;
}

// Data with keys of its own making (ids as keys) must not fill the memory.
const maxRemembered = 20_000;

/**
 * A naming convention of the format: `snake_case`, `sql_cs_v1`, `sql_ci_v1`, `duck_case`, `direct` or `s3_tables`.
 *
 * @param maxLength longest name; null (the default) = as long as the convention allows.
 * @param lengthUnit what `maxLength` counts. dlt counts characters at every destination.
 * @throws NAMING_UNKNOWN, NAMING_LENGTH_UNSUPPORTED
 */
export function namingConvention(
  name: string,
  maxLength: number | null | undefined,
  runtime: Runtime,
  lengthUnit: LengthUnit = 'characters',
): Naming {
  const convention = conventionOf(name);
  const limit = limitOf(convention, maxLength ?? null);
  const nameLimit = { maxLength: limit, unit: lengthUnit };
  const { separator } = convention;

  const breakPath = (path: string) => path.split(separator).filter((piece) => strip(piece) !== '');
  const makePath = (...pieces: string[]) => pieces.filter((piece) => strip(piece) !== '').join(separator);
  const cut = (normalized: string, raw: string) => shorten(normalized, raw, nameLimit, runtime);

  const identifier = remember((raw) => {
    const stripped = strip(raw);
    if (stripped === '')
      throw new SluiceError('IDENTIFIER_EMPTY', 'A name is empty or blank', {
        remedy: 'Give it at least one visible character',
      });
    // No database stores half a surrogate pair: it becomes U+FFFD, as it does in texts.
    return cut(convention.identifier(stripped.toWellFormed()), stripped);
  });
  const { table } = convention;
  const tableIdentifier = table ? remember((raw) => table(identifier(raw))) : identifier;
  const pathWith = (normalize: (piece: string) => string) =>
    remember((raw) => cut(makePath(...breakPath(raw).map(normalize)), raw));
  const path = pathWith(identifier);

  return {
    name: convention.name,
    id: [convention.name, convention.caseSensitive ? 'cs' : 'ci', limit]
      .filter((part) => part !== null)
      .join('_'),
    caseSensitive: convention.caseSensitive,
    separator,
    maxLength: limit,
    lengthUnit,
    identifier,
    tableIdentifier,
    path,
    tablePath: table ? pathWith(tableIdentifier) : path,
    makePath,
    breakPath,
    shortenFragments(...pieces) {
      const joined = makePath(...pieces);
      return cut(joined, joined);
    },
  };
}

function limitOf(convention: Convention, maxLength: number | null): number | null {
  if (maxLength !== null) checkMaxLength(maxLength);
  if (convention.maxLength === null) return maxLength;
  if (maxLength === null) return convention.maxLength;
  if (maxLength <= convention.maxLength) return maxLength;
  throw new SluiceError(
    'NAMING_LENGTH_UNSUPPORTED',
    `Names of ${convention.name} have at most ${convention.maxLength} characters, not ${maxLength}`,
    { remedy: 'Choose a smaller length, or another naming convention' },
  );
}

function remember(normalize: (raw: string) => string): (raw: string) => string {
  const known = new Map<string, string>();
  return (raw) => {
    const before = known.get(raw);
    if (before !== undefined) return before;
    const name = normalize(raw);
    if (known.size >= maxRemembered) known.clear();
    known.set(raw, name);
    return name;
  };
}
