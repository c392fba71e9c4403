import { SluiceError } from '@sluice/schema';
import { z } from 'zod';
import { contractVersion, type Destination } from '../contract.ts';
import { capabilitiesShape } from './capabilities-shape.ts';

/**
 * Proves that a destination says what it can do in the way core reads it: complete, of known words, and frozen. For the
 * tests of a plugin; core does not ask at run time.
 *
 * @throws CAPABILITIES_INVALID with everything that is wrong
 */
export function checkCapabilities({ name, contract, capabilities }: Destination): void {
  const { error } = capabilitiesShape.safeParse(capabilities);
  const problems = [
    ...(contract === contractVersion ? [] : [`contract is ${String(contract)}, not ${contractVersion}`]),
    ...(error ? [z.prettifyError(error)] : []),
    ...(isFrozen(capabilities) ? [] : ['they are not frozen, with everything in them']),
  ];
  if (problems.length === 0) return;
  throw new SluiceError(
    'CAPABILITIES_INVALID',
    `The capabilities of destination "${name}" are not valid:\n${problems.join('\n')}`,
    { remedy: 'See the interface Capabilities of @sluice/load' },
  );
}

function isFrozen(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozen);
}
