import type { Capabilities } from '@sluice/load';
import { SluiceError } from '@sluice/schema';

/** As long as the longest name of the format itself: `_dlt_pipeline_state`. */
const shortest = 19;

/**
 * Capabilities with a shorter limit for names: those of new tables and columns are cut to it.
 *
 * @param maxLength in the unit that the destination counts; undefined = as many as the destination takes
 * @throws DESTINATION_OPTIONS_INVALID for less than the format's own names have, or more than the destination takes
 */
export function limitIdentifiers(capabilities: Capabilities, maxLength: number | undefined): Capabilities {
  if (maxLength === undefined) return capabilities;
  const { identifiers } = capabilities;
  const { lengthUnit = 'characters' } = identifiers;
  const longest = Math.min(identifiers.maxLength, identifiers.maxColumnLength);
  if (!Number.isInteger(maxLength) || maxLength < shortest || maxLength > longest)
    throw new SluiceError('DESTINATION_OPTIONS_INVALID', 'The option `maxIdentifierLength` is not valid', {
      remedy: `Give a number of ${lengthUnit} from ${shortest} to ${longest}`,
    });
  return { ...capabilities, identifiers: { ...identifiers, maxLength, maxColumnLength: maxLength } };
}
