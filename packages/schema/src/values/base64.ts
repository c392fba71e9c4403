const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const codes = Uint8Array.from(alphabet, (char) => char.charCodeAt(0));
const padding = 61;
const bits = new Uint8Array(128).fill(255);
codes.forEach((code, value) => {
  bits[code] = value;
});

// So many bytes give a text whose codes still fit one call.
const chunkBytes = 3 * 2048;

/** Bytes as base64 in the standard alphabet, with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += chunkBytes)
    text += String.fromCharCode(...encodeChunk(bytes.subarray(start, start + chunkBytes)));
  return text;
}

function encodeChunk(bytes: Uint8Array): Uint8Array {
  const text = new Uint8Array(Math.ceil(bytes.length / 3) * 4).fill(padding);
  let at = 0;
  for (let start = 0; start < bytes.length; start += 3) {
    const held = bytes.length - start;
    const [a = 0, b = 0, c = 0] = [bytes[start], bytes[start + 1], bytes[start + 2]];
    text[at] = codes[a >> 2] ?? 0;
    text[at + 1] = codes[((a & 3) << 4) | (b >> 4)] ?? 0;
    if (held > 1) text[at + 2] = codes[((b & 15) << 2) | (c >> 6)] ?? 0;
    if (held > 2) text[at + 3] = codes[c & 63] ?? 0;
    at += 4;
  }
  return text;
}

const strict = /^(?:(?:[A-Za-z0-9+/]{4})+=*|(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;

const foreign = /[^\0-\x7f]/;

/** Reads base64 in which every character counts; null for anything else. Too much padding is forgiven. */
export function decodeBase64(text: string): Uint8Array | null {
  return strict.test(text) ? decodeLenientBase64(text) : null;
}

/** Reads base64 that may have other ASCII characters in between, and ends with its padding; null where it is cut off. */
export function decodeLenientBase64(text: string): Uint8Array | null {
  if (foreign.test(text)) return null;
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let held = 0;
  let digits = 0;
  let pads = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === padding) {
      pads += 1;
      if (digits >= 2 && digits + pads >= 4) return bytes.slice(0, length);
      continue;
    }
    const value = bits[code] ?? 255;
    if (value === 255) continue;
    pads = 0;
    held = ((held << 6) | value) & 0xffff;
    if (digits > 0) bytes[length++] = held >> (6 - digits * 2);
    digits = (digits + 1) % 4;
  }
  return digits === 0 ? bytes.slice(0, length) : null;
}
