import type { ArrowOptions } from '@sluice/normalize';
import { SluiceError } from '@sluice/schema';

const conversions: readonly unknown[] = ['none', 'exact', 'lossy'];
const isFlag = (value: unknown) => typeof value === 'boolean';

const checks: Readonly<Record<keyof ArrowOptions, { fits: (value: unknown) => boolean; kind: string }>> = {
  loadId: { fits: isFlag, kind: 'true or false' },
  rowId: { fits: isFlag, kind: 'true or false' },
  conversion: {
    fits: (value) => conversions.includes(value),
    kind: `one of ${conversions.join(', ')}`,
  },
};

/** @throws OPTION_UNKNOWN, OPTION_INVALID */
export function checkArrowOptions(options: ArrowOptions): void {
  if (typeof options !== 'object' || options === null)
    throw new SluiceError('OPTION_INVALID', 'The option arrow of pipeline() is not what it should be', {
      remedy: `Give it an object with ${Object.keys(checks).join(', ')}`,
    });
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(checks, key))
      throw new SluiceError('OPTION_UNKNOWN', `The option arrow has no option ${JSON.stringify(key)}`, {
        remedy: `Its options are ${Object.keys(checks).join(', ')}`,
      });
    const { fits, kind } = checks[key as keyof ArrowOptions];
    if (value !== undefined && !fits(value))
      throw new SluiceError(
        'OPTION_INVALID',
        `The option arrow.${key} of pipeline() is not what it should be`,
        {
          remedy: `Give it ${kind}`,
        },
      );
  }
}
