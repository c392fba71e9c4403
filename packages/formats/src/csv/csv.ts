import type { TextFileRules } from '@sluice/schema';
import type { Encoder } from '../encoder.ts';

import { encodeCsv } from './encode-csv.ts';

/** CSV: the text of an integer reads as a double, so there is nothing to widen. */
export function csvEncoder(rules: TextFileRules): Encoder {
  return { format: 'csv', encode: (batch) => encodeCsv(batch, rules), widen: (file) => [file] };
}
