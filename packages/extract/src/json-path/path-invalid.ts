import { SluiceError } from '@sluice/schema';

export function pathInvalid(path: string, why: string): SluiceError {
  return new SluiceError('CURSOR_PATH_INVALID', `${JSON.stringify(path)} is no JSONPath: ${why}`, {
    remedy: 'Write a field, or a path such as meta.updated_at or $.items[0].at; put unusual names in quotes',
  });
}
