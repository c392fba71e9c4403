const pairs = /^(?:[ \t-\r]*[0-9a-f]{2})*[ \t-\r]*$/i;

/** Bytes as `0x` and lower case digits. */
export function encodeHex(bytes: Uint8Array): string {
  let text = '0x';
  for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16);
  return text;
}

/** Reads pairs of hex digits, blanks between them allowed; null for anything else. The text comes without `0x`. */
export function decodeHex(text: string): Uint8Array | null {
  if (!pairs.test(text)) return null;
  return Uint8Array.from(text.match(/[0-9a-f]{2}/gi) ?? [], (pair) => Number.parseInt(pair, 16));
}
