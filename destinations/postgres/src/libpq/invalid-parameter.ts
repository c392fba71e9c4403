import { SluiceError } from '@sluice/schema';

/** `DESTINATION_OPTIONS_INVALID` for a connection parameter. It names where it stood and never what it was. */
export function invalidParameter(name: string, where: string, remedy: string, cause?: unknown): SluiceError {
  return new SluiceError(
    'DESTINATION_OPTIONS_INVALID',
    `The connection parameter \`${name}\` of ${where} cannot be followed`,
    { remedy, cause },
  );
}
