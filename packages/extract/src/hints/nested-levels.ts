import { type ErrorPlace, SluiceError } from '@sluice/schema';
import type { NestedHints, Nesting, TableHints } from './hints.ts';
import { nestedPath } from './nested-path.ts';

/** A path in the records of a resource about which something is said. */
export interface NestedLevel {
  readonly path: readonly string[];
  readonly nesting: Nesting;
  /** Hints of the table, where it is one. */
  readonly hints: TableHints;
  /** It is said in so many words: what cannot be is refused. */
  readonly isWord: boolean;
  /** The path of the table in whose rows it is found; empty for the root table. */
  readonly around: readonly string[];
}

/**
 * What is said about nesting, outer levels first. A level that nobody says anything about is taken for a list.
 *
 * @param maxNesting what the resource says beside it
 * @throws NESTING_CONFLICT where two things that are said cannot both be, or a level is left open that counts
 */
export function nestedLevels(
  nested: Readonly<Record<string, NestedHints>>,
  maxNesting: number | undefined,
  place: ErrorPlace,
): NestedLevel[] {
  const said = Object.entries(nested)
    .map(([text, hints]) => ({ path: nestedPath(text), ...wordOf(hints) }))
    .sort((a, b) => a.path.length - b.path.length);
  const nestings = new Map(said.map(({ path, nesting }) => [textOf(path), nesting]));
  const levels = said.map((level) => ({ ...level, around: tableAround(level, nestings, place) }));
  if (maxNesting !== undefined)
    for (const level of levels) if (level.isWord) refuseTooDeep(level, maxNesting, nestings, place);
  return levels;
}

function wordOf(hints: NestedHints): Pick<NestedLevel, 'nesting' | 'hints' | 'isWord'> {
  if (typeof hints === 'string') return { nesting: hints, hints: {}, isWord: true };
  return { nesting: 'table', hints, isWord: false };
}

function tableAround(
  { path, nesting }: Pick<NestedLevel, 'path' | 'nesting'>,
  nestings: ReadonlyMap<string, Nesting>,
  place: ErrorPlace,
): readonly string[] {
  let around: readonly string[] = [];
  for (const outer of levelsAround(path)) {
    const known = nestings.get(textOf(outer));
    if (known === 'json')
      throw conflict(
        path,
        `${textOf(outer)} stays whole, as JSON: nothing is nested in it`,
        'Leave one of the two out',
        place,
      );
    if (known === undefined && nesting === 'json')
      throw conflict(
        path,
        `nothing says whether ${textOf(outer)} is an object or a list, and so which table has the column`,
        `Say it beside it: nested: { ${JSON.stringify(textOf(outer))}: 'flatten' } for an object, 'table' for a list`,
        place,
      );
    if (known !== 'flatten') around = outer;
  }
  return around;
}

/** A list takes one level of the row that it is in, an object one of those left where it is. */
function refuseTooDeep(
  { path, nesting }: NestedLevel,
  maxNesting: number,
  nestings: ReadonlyMap<string, Nesting>,
  place: ErrorPlace,
): void {
  let ofRow = maxNesting;
  let left = maxNesting;
  for (const level of [...levelsAround(path), path]) {
    if (left <= 0 && (level !== path || nesting !== 'json'))
      throw conflict(
        path,
        `maxNesting is ${maxNesting}: ${textOf(level)} stays whole, as JSON`,
        'Raise maxNesting, or leave the entry out',
        place,
      );
    if (nestings.get(textOf(level)) === 'flatten') left--;
    else left = --ofRow;
  }
}

function levelsAround(path: readonly string[]): string[][] {
  return path.slice(1).map((_, index) => path.slice(0, index + 1));
}

/** A path as hints write it. */
export function textOf(path: readonly string[]): string {
  return path.map(quoted).join('.');
}

function quoted(piece: string): string {
  if (piece.includes('"')) return `'${piece}'`;
  return /[.']/.test(piece) ? `"${piece}"` : piece;
}

export function conflict(
  path: readonly string[],
  why: string,
  remedy: string,
  place: ErrorPlace,
): SluiceError {
  return new SluiceError('NESTING_CONFLICT', `What is said of ${textOf(path)} cannot be: ${why}`, {
    place: { ...place, path: textOf(path) },
    remedy,
  });
}
