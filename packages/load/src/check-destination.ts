import { SluiceError } from '@sluice/schema';
import { contractVersion, type Destination } from './contract.ts';

/** Refuses a destination written for another contract than this one: `CONTRACT_VERSION_UNSUPPORTED`. */
export function checkDestination(destination: Destination): void {
  const theirs: number = destination.contract;
  if (theirs === contractVersion) return;
  const older =
    theirs < contractVersion ? `the package of destination "${destination.name}"` : '@sluice/load';
  throw new SluiceError(
    'CONTRACT_VERSION_UNSUPPORTED',
    `Destination "${destination.name}" was written for contract ${theirs}, this is contract ${contractVersion}`,
    { remedy: `Upgrade ${older}` },
  );
}
