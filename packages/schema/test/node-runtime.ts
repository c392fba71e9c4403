import * as crypto from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';
import type { Runtime } from '../src/index.ts';

const encoder = new TextEncoder();

/** A runtime made of nothing but Node's own functions: what the portable one is held against. */
export const nodeRuntime: Runtime = {
  sha3_256: (text) => crypto.createHash('sha3-256').update(text).digest('base64'),
  shake128: (text, bytes) =>
    crypto.createHash('shake128', { outputLength: bytes }).update(text).digest('base64').replace(/=+$/, ''),
  deflate: (bytes) => deflateSync(bytes, { level: 9 }),
  inflate: (bytes) => inflateSync(bytes),
  randomBytes: (count) => crypto.randomBytes(count),
  writeUtf8: (text, target, offset) => encoder.encodeInto(text, target.subarray(offset)).written,
};
