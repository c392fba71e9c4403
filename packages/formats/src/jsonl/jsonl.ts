import type { TextFileRules } from '@sluice/schema';
import type { Encoder } from '../encoder.ts';

import { encodeJsonl } from './encode-jsonl.ts';

/** JSONL: an integer reads as a double too, so there is nothing to widen. */
export function jsonlEncoder(rules: TextFileRules): Encoder {
  return { format: 'jsonl', encode: (batch) => encodeJsonl(batch, rules), widen: (file) => [file] };
}
