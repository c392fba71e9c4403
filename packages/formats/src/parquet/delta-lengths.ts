import { ByteSink } from './byte-sink.ts';

const blockSize = 128;
const miniblocks = 4;
const miniblockSize = blockSize / miniblocks;

/**
 * Lengths as DELTA_BINARY_PACKED: the first one, then blocks of differences. Differences take whole bytes (none where
 * all are equal): the few bits saved otherwise would cost more time than they are worth.
 */
export function encodeDeltaLengths(lengths: Int32Array): Uint8Array {
  const sink = new ByteSink(lengths.length * 2 + 64);
  const count = lengths.length;
  let previous = lengths[0] ?? 0;
  sink.varint(blockSize);
  sink.varint(miniblocks);
  sink.varint(count);
  sink.zigzag(previous);
  const deltas = new Float64Array(blockSize);
  for (let start = 1; start < count; start += blockSize) {
    const size = Math.min(blockSize, count - start);
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < size; index++) {
      const length = lengths[start + index] ?? 0;
      const delta = length - previous;
      previous = length;
      deltas[index] = delta;
      if (delta < least) least = delta;
      if (delta > most) most = delta;
    }
    const width = byteWidth(most - least);
    sink.zigzag(least);
    for (let first = 0; first < blockSize; first += miniblockSize) sink.byte(first < size ? width * 8 : 0);
    const padded = Math.ceil(size / miniblockSize) * miniblockSize;
    deltas.fill(least, size, padded);
    sink.packed(deltas, padded, least, width);
  }
  return sink.bytes();
}

function byteWidth(range: number): number {
  if (range === 0) return 0;
  if (range < 2 ** 8) return 1;
  return range < 2 ** 16 ? 2 : 4;
}
