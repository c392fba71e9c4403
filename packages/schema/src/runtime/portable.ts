import { sha3_256, shake128 } from '@noble/hashes/sha3.js';
// Not 'fflate': its entry for Node loads worker threads, for functions that are not used here.
import { unzlibSync, zlibSync } from 'fflate/browser';
import { SluiceError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import { encodeBase64 } from '../values/base64.ts';
import { utf8Bytes, writeUtf8 } from './utf8.ts';

// As many bytes as one call of the host's generator gives.
const maxRandomBytes = 65_536;

/**
 * A runtime for any JavaScript engine, in plain JavaScript. Random bytes come from `crypto.getRandomValues`, which
 * browsers, workers, Deno, Bun and Node have. @throws RUNTIME_UNSUPPORTED from `randomBytes` where there is none.
 */
export const portableRuntime: Runtime = {
  sha3_256: (text) => encodeBase64(sha3_256(utf8Bytes(text))),
  shake128: (text, bytes) => encodeBase64(shake128(utf8Bytes(text), { dkLen: bytes })).replace(/=+$/, ''),
  deflate: (bytes) => zlibSync(bytes, { level: 9 }),
  inflate: (bytes) => unzlibSync(bytes),
  randomBytes(count) {
    const { crypto } = globalThis as { crypto?: { getRandomValues(target: Uint8Array): unknown } };
    if (!crypto)
      throw new SluiceError('RUNTIME_UNSUPPORTED', 'This JavaScript engine has no source of random bytes', {
        remedy: 'Hand in a runtime of your own with `randomBytes`',
      });
    const bytes = new Uint8Array(count);
    for (let start = 0; start < count; start += maxRandomBytes)
      crypto.getRandomValues(bytes.subarray(start, start + maxRandomBytes));
    return bytes;
  },
  writeUtf8,
};
