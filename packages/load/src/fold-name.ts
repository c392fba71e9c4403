import { conventionOf, type IdentifierRules } from '@sluice/schema';

/**
 * The rules for names of a naming convention: one that tells names apart by their case keeps it, wherever the
 * destination does so too.
 *
 * @throws NAMING_UNKNOWN
 */
export function rulesUnder(convention: string, rules: IdentifierRules): IdentifierRules {
  return keepsCase(convention, rules) ? { ...rules, case: 'preserve' } : rules;
}

/** Whether names of a naming convention keep their case at the destination: see `OpenOptions`. @throws NAMING_UNKNOWN */
export function keepsCase(convention: string, rules: IdentifierRules): boolean {
  return rules.caseSensitive && conventionOf(convention).caseSensitive;
}

/** The form of a name in which a destination stores it. */
export function storedName(name: string, { case: stored }: IdentifierRules): string {
  if (stored === 'upper') return name.toUpperCase();
  return stored === 'lower' ? name.toLowerCase() : name;
}

/** The form of a name in which a destination tells names apart. */
export function foldName(name: string, rules: IdentifierRules): string {
  const stored = storedName(name, rules);
  if (rules.caseSensitive) return stored;
  if (rules.caseOf === 'ascii') return stored.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return stored.toLowerCase();
}
