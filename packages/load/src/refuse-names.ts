import { type ErrorPlace, type IdentifierRules, isLonger, SluiceError } from '@sluice/schema';
import { foldName } from './fold-name.ts';

/**
 * Refuses names of tables, or of the columns of one, that the destination could not store as they are or tell apart.
 *
 * @throws IDENTIFIER_TOO_LONG, IDENTIFIER_UNSUPPORTED, IDENTIFIER_COLLISION
 */
export function refuseNames(
  kind: 'table' | 'column',
  names: Iterable<string>,
  rules: IdentifierRules,
  place: { readonly schema: string; readonly table?: string },
): void {
  const reserved = new Set(kind === 'column' ? rules.reservedColumns : []);
  const seen = new Map<string, string>();
  for (const name of names) {
    const at = { ...place, [kind]: name };
    refuseName(name, kind, rules, at);
    const folded = foldName(name, rules);
    if (reserved.has(folded))
      throw unsupported(
        `Every table of the destination has a column ${JSON.stringify(name)} of its own`,
        at,
        'Give the values another name, with map() for example',
      );
    refuseCollision(kind, name, seen.get(folded), place);
    seen.set(folded, name);
  }
}

/**
 * Refuses names of datasets, as the destination would store them.
 *
 * @throws IDENTIFIER_TOO_LONG, IDENTIFIER_UNSUPPORTED
 */
export function refuseDatasetName(name: string, rules: IdentifierRules): void {
  const place = { dataset: name };
  refuseName(name, 'dataset', rules, place);
  const folded = foldName(name, rules);
  const isReserved = rules.reservedDatasets?.some((reserved) =>
    reserved.endsWith('*') ? folded.startsWith(reserved.slice(0, -1)) : folded === reserved,
  );
  if (isReserved)
    throw unsupported(
      'Datasets of this name belong to the destination itself',
      place,
      'Choose another name for the dataset',
    );
}

function refuseName(
  name: string,
  kind: 'table' | 'column' | 'dataset',
  rules: IdentifierRules,
  place: ErrorPlace,
): void {
  if (name === '') throw unsupported(`The ${kind} has an empty name`, place, 'Give it at least one letter');
  if (rules.forbiddenCharacters?.some((character) => name.includes(character)))
    throw unsupported(
      'The destination cannot store a name with this character',
      place,
      'Give it a name without it, or use the naming convention snake_case, which replaces it',
    );
  const { lengthUnit = 'characters' } = rules;
  const longest = kind === 'column' ? rules.maxColumnLength : rules.maxLength;
  if (isLonger(name, longest, lengthUnit))
    throw new SluiceError(
      'IDENTIFIER_TOO_LONG',
      `The name of the ${kind} has more than ${longest} ${lengthUnit}`,
      {
        place,
        remedy:
          kind === 'dataset'
            ? 'Choose a shorter one'
            : 'It was given by other rules than those of today, which would call it otherwise: load into a new dataset, or allow names as long as they were',
      },
    );
}

function refuseCollision(
  kind: 'table' | 'column',
  name: string,
  other: string | undefined,
  place: ErrorPlace,
): void {
  if (other === undefined) return;
  throw new SluiceError(
    'IDENTIFIER_COLLISION',
    `The ${kind}s ${JSON.stringify(other)} and ${JSON.stringify(name)} have one name at the destination`,
    { place, remedy: 'Rename one of them, or use a naming convention that ignores case' },
  );
}

function unsupported(what: string, place: ErrorPlace, remedy: string): SluiceError {
  return new SluiceError('IDENTIFIER_UNSUPPORTED', what, { place, remedy });
}
