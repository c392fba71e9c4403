import { type IdentifierRules, type Naming, namingConvention, type Runtime } from '@sluice/schema';

/**
 * A naming convention whose names of tables and columns alike are as short as a destination wants them.
 *
 * @throws NAMING_UNKNOWN, NAMING_LENGTH_UNSUPPORTED
 */
export function namingFor(convention: string, rules: IdentifierRules, runtime: Runtime): Naming {
  const { maxLength, maxColumnLength, lengthUnit } = rules;
  return namingConvention(convention, Math.min(maxLength, maxColumnLength), runtime, lengthUnit);
}
