import { type IdentifierRules, SluiceError } from '@sluice/schema';

/** The form of a name in which a destination tells names apart. */
export function foldName(name: string, rules: IdentifierRules): string {
  if (rules.case === 'upper') return name.toUpperCase();
  return rules.case === 'lower' || !rules.caseSensitive ? name.toLowerCase() : name;
}

/** Refuses two names that the destination could not tell apart: `IDENTIFIER_COLLISION`. */
export function refuseCollisions(
  kind: 'table' | 'column',
  names: Iterable<string>,
  rules: IdentifierRules,
  place: { readonly schema: string; readonly table?: string },
): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const folded = foldName(name, rules);
    const other = seen.get(folded);
    if (other !== undefined) {
      throw new SluiceError(
        'IDENTIFIER_COLLISION',
        `The ${kind}s "${other}" and "${name}" have one name at the destination`,
        {
          place,
          remedy: `Rename one of them, or use a naming convention that ignores case`,
        },
      );
    }
    seen.set(folded, name);
  }
}
