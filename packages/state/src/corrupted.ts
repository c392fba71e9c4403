import { SluiceError } from '@sluice/schema';

export function corrupted(what: string, cause?: unknown): SluiceError {
  return new SluiceError('STATE_CORRUPTED', `A stored pipeline state cannot be read: ${what}`, {
    remedy: 'Start the pipeline anew, with its state dropped',
    cause,
  });
}
