import { isSluiceError, SluiceError } from '@sluice/schema';
import type { Destination, FailureReason } from './contract.ts';
import { errorCodes } from './errors.ts';
import type { SealedPackage } from './sealed-package.ts';
import { isTableFailure, type TableFailure } from './table-failure.ts';

/** What the destination makes of an error, wherever in a load it came up. */
function reasonOf(error: unknown, destination: Pick<Destination, 'classify'>): FailureReason {
  return destination.classify(isTableFailure(error) ? error.cause : error);
}

/** Whether an attempt that failed like this is worth another one. */
export function mayPass(error: unknown, destination: Pick<Destination, 'classify'>): boolean {
  if (!isSluiceError(error) || !errorCodes.some((code) => code === error.code))
    return reasonOf(error, destination) === 'transient';
  // Somebody stored a schema between our plan and our publish: the next plan joins it. A conflict about one column is
  // what joining came to, and stays.
  return error.code === 'LOAD_SCHEMA_CONFLICT' && error.place.column === undefined;
}

/** The table over which a publish failed for good; undefined for every other failure. */
export function failedTable(
  error: unknown,
  destination: Pick<Destination, 'classify'>,
): TableFailure | undefined {
  return isTableFailure(error) && reasonOf(error, destination) === 'permanent' ? error : undefined;
}

/** The error a failed load throws: raised on purpose they say enough, a driver's gets a place and a way out. */
export function loadError(
  error: unknown,
  { manifest }: SealedPackage,
  destination: Pick<Destination, 'classify' | 'name'>,
): unknown {
  const cause = isTableFailure(error) ? error.cause : error;
  if (isSluiceError(cause)) return cause;
  return new SluiceError(
    'LOAD_FAILED',
    `${destination.name} could not take the load, nothing of it is visible`,
    {
      place: {
        pipeline: manifest.pipeline,
        schema: manifest.schema.name,
        loadId: manifest.loadId,
        ...(isTableFailure(error) && { table: error.table }),
      },
      remedy: remedy(error, destination),
      cause,
    },
  );
}

function remedy(error: unknown, destination: Pick<Destination, 'classify'>): string {
  if (reasonOf(error, destination) === 'transient')
    return 'The package stays sealed: run again once the destination can be reached (see the cause)';
  const others = isTableFailure(error) ? ", load the other tables with onTableFailure: 'continue'," : '';
  return `The package stays sealed: remove what the cause names and run again${others || ','} or discard the package with abort()`;
}
