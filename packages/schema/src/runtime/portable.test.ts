import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { nodeRuntime } from '../../test/node-runtime.ts';
import { portableRuntime } from './portable.ts';

const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed());

describe('gives the same answers as Node', () => {
  test('SHA3-256', () => {
    fc.assert(
      fc.property(text, (input) => {
        expect(portableRuntime.sha3_256(input)).toBe(nodeRuntime.sha3_256(input));
      }),
    );
  });

  test('SHAKE-128', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (input, bytes) => {
        expect(portableRuntime.shake128(input, bytes)).toBe(nodeRuntime.shake128(input, bytes));
      }),
    );
  });

  test('zlib, read by either', () => {
    const bytes = new Uint8Array([...randomBytes(1000), ...new Uint8Array(5000)]);
    expect(new Uint8Array(nodeRuntime.inflate(portableRuntime.deflate(bytes)))).toEqual(bytes);
    expect(portableRuntime.inflate(new Uint8Array(nodeRuntime.deflate(bytes)))).toEqual(bytes);
  });

  test('UTF-8, at an offset', () => {
    fc.assert(
      fc.property(text, (input) => {
        const target = new Uint8Array(1 + input.length * 3);
        const written = portableRuntime.writeUtf8(input, target, 1);
        expect(Buffer.from(target.subarray(1, 1 + written)).toString()).toBe(input);
        expect(written).toBe(Buffer.byteLength(input));
      }),
    );
  });
});

test.each([
  ['R_t__l_0', 'ZMXs/dl+u/T2Hg'],
  ['{"a":"x","b":null,"c":[1.0,{"a":2,"z":1}]}', 'ssDkR5CplVtzUg'],
])('the row id of %s', (content, id) => {
  expect(portableRuntime.shake128(content, 10)).toBe(id);
});

describe('random bytes', () => {
  afterEach(() => vi.unstubAllGlobals());

  test('as many as asked for', () => {
    const bytes = portableRuntime.randomBytes(70_000);
    expect(bytes).toHaveLength(70_000);
    expect(bytes.subarray(65_536).some((byte) => byte !== 0)).toBe(true);
  });

  test('an engine without a source of them is refused', () => {
    vi.stubGlobal('crypto', undefined);
    expect(() => portableRuntime.randomBytes(1)).toThrow(
      expect.objectContaining({ code: 'RUNTIME_UNSUPPORTED' }),
    );
  });
});
