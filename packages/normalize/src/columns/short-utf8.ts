/**
 * Writes a text as UTF-8 from `start`, where there is room for three bytes per UTF-16 unit.
 * @returns where it ends, or -1 for half a surrogate pair.
 */
export function writeShortUtf8(text: string, bytes: Uint8Array, start: number): number {
  let at = start;
  const count = text.length;
  for (let index = 0; index < count; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) bytes[at++] = unit;
    else if (unit < 0x800) {
      bytes[at++] = 0xc0 | (unit >> 6);
      bytes[at++] = 0x80 | (unit & 0x3f);
    } else if ((unit & 0xf800) !== 0xd800) {
      bytes[at++] = 0xe0 | (unit >> 12);
      bytes[at++] = 0x80 | ((unit >> 6) & 0x3f);
      bytes[at++] = 0x80 | (unit & 0x3f);
    } else {
      index++;
      const low = index < count ? text.charCodeAt(index) : 0;
      if (unit > 0xdbff || (low & 0xfc00) !== 0xdc00) return -1;
      const point = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
      bytes[at++] = 0xf0 | (point >> 18);
      bytes[at++] = 0x80 | ((point >> 12) & 0x3f);
      bytes[at++] = 0x80 | ((point >> 6) & 0x3f);
      bytes[at++] = 0x80 | (point & 0x3f);
    }
  }
  return at;
}
