import { deflateSync } from 'node:zlib';

/** A schema document as it is stored: compressed (zlib, then base64) where the destination cannot hold its text. */
export function fitDocument(document: string, maxTextBytes: number): string {
  const bytes = Buffer.byteLength(document);
  return bytes <= maxTextBytes ? document : deflateSync(document, { level: 9 }).toString('base64');
}
