import type { Runtime } from '../runtime.ts';
import { decodeBase64, encodeBase64 } from '../values/base64.ts';
import { decodeUtf8 } from './utf8.ts';

/** A text as zlib data in base64: how the format stores long documents in text columns. */
export function compressText(text: string, runtime: Runtime): string {
  const bytes = new Uint8Array(text.length * 3);
  const length = runtime.writeUtf8(text, bytes, 0);
  return encodeBase64(runtime.deflate(bytes.subarray(0, length)));
}

/**
 * The text again. JSON that was stored as it is comes back as it is: an object begins with a brace, base64 does not.
 *
 * @throws whatever inflating throws for anything else.
 */
export function expandText(text: string, runtime: Runtime): string {
  if (text.trimStart().startsWith('{')) return text;
  const bytes = decodeBase64(text);
  if (bytes === null) throw new TypeError('The text is neither JSON nor base64');
  return decodeUtf8(runtime.inflate(bytes));
}
