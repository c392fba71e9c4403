/**
 * What the pure packages need from the JavaScript runtime around them. The hash functions are the ones the dlt
 * dataset format prescribes. A portable implementation ships (`portableRuntime`); hosts hand in faster ones.
 */
export interface Runtime {
  /** SHA3-256 of the UTF-8 text: standard base64, with padding. */
  sha3_256(text: string): string;
  /** SHAKE-128 of the UTF-8 text, `bytes` long: standard base64, without padding. */
  shake128(text: string, bytes: number): string;
  /** zlib (RFC 1950), level 9. */
  deflate(bytes: Uint8Array): Uint8Array;
  inflate(bytes: Uint8Array): Uint8Array;
  /** `count` cryptographically random bytes. */
  randomBytes(count: number): Uint8Array;
  /**
   * Writes `text` as UTF-8 into `target` at `offset` and returns the number of bytes written.
   * The caller provides room for 3 bytes per UTF-16 unit. Half a surrogate pair may become any three bytes: callers
   * look for it themselves.
   */
  writeUtf8(text: string, target: Uint8Array, offset: number): number;
}
