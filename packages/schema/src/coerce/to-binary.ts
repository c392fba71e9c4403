import type { DataType } from '../data-type.ts';
import { decodeBase64 } from '../values/base64.ts';
import { decodeHex } from '../values/hex.ts';
import type { Value } from '../values/values.ts';
import { type Coerced, notCoercible } from './not-coercible.ts';

/** Texts hold hex digits behind `0x`, or base64; integers give their bytes, the lowest first. */
export function toBinary(value: Value, from: DataType): Value | Coerced {
  if (from === 'bigint') return bytesOf(BigInt(value as number | bigint));
  if (from !== 'text') return notCoercible;
  const text = value as string;
  return (text.startsWith('0x') ? decodeHex(text.slice(2)) : decodeBase64(text)) ?? notCoercible;
}

function bytesOf(value: bigint): Value | Coerced {
  if (value < 0n) return notCoercible;
  const bytes: number[] = [];
  for (let rest = value; rest > 0n; rest >>= 8n) bytes.push(Number(rest & 0xffn));
  return Uint8Array.from(bytes);
}
