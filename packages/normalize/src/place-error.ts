import { type ErrorPlace, SluiceError } from '@sluice/schema';

/** The error with the place it happened at, which the code that raised it could not know. Others as they are. */
export function placeError(cause: unknown, place: ErrorPlace): unknown {
  if (!(cause instanceof SluiceError)) return cause;
  return new SluiceError(cause.code, cause.what, {
    place,
    cause,
    ...(cause.remedy !== undefined && { remedy: cause.remedy }),
  });
}
