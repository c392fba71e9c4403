import { createHash, randomBytes } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Runtime } from '@sluice/schema';

const encoder = new TextEncoder();

/** Node as the pure packages need it. */
export const runtime: Runtime = {
  sha3_256: (text) => createHash('sha3-256').update(text, 'utf8').digest('base64'),
  shake128: (text, bytes) =>
    createHash('shake128', { outputLength: bytes }).update(text, 'utf8').digest('base64').replace(/=+$/, ''),
  deflate: (bytes) => deflateSync(bytes, { level: 9 }),
  inflate: (bytes) => inflateSync(bytes),
  randomBytes: (count) => randomBytes(count),
  writeUtf8: (text, target, offset) => encoder.encodeInto(text, target.subarray(offset)).written,
};
