import { isSluiceError, SchemaContractError, SluiceError } from '@sluice/schema';

/** Where code of a source was running. */
export interface FailurePlace {
  readonly source: string;
  readonly resource?: string;
}

/** Codes that sluice itself raises while it reads: they say what to do. All others come from code of the source. */
const own =
  /^(CURSOR|RECORD|RESOURCE|SOURCE|DATA|HINT|NESTING|WRITE_DISPOSITION|DATA_TYPE|CONTEXT|TRANSFORMER|EXTRACT)_/;

/** The error to end with: the reason of an abort, one of our own with its place, or `EXTRACT_FAILED` around others. */
export function failure(error: unknown, place: FailurePlace, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof SchemaContractError) return error.within(place);
  if (!isSluiceError(error) || !own.test(error.code))
    return new SluiceError('EXTRACT_FAILED', `The source threw: ${messageOf(error)}`, {
      place,
      cause: error,
    });
  if (error.place.source !== undefined) return error;
  const { code, what, remedy, cause } = error;
  return new SluiceError(code, what ?? error.message, {
    place: { ...place, ...error.place },
    ...(remedy !== undefined && { remedy }),
    cause: cause ?? error,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
