import { type ArrowArray, bytesOf, halfToDouble } from '@sluice/schema/arrow';

const doubleBytes = 8;
const [half, single] = [0, 1];

/** Floats as doubles: those that are, as they lie in memory. */
export function doubles({ type, values }: ArrowArray, start: number, rows: number): Uint8Array {
  const numbers = (values ?? []) as unknown as ArrayLike<number>;
  if (type.precision === half)
    return bytesOf(Float64Array.from({ length: rows }, (_, row) => halfToDouble(numbers[start + row] ?? 0)));
  if (type.precision === single)
    return bytesOf(Float64Array.from({ length: rows }, (_, row) => numbers[start + row] ?? 0));
  return bytesOf(values).subarray(start * doubleBytes, (start + rows) * doubleBytes);
}
