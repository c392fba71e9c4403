/** How many bytes the open buffers of one normalization hold: builders add what they allocate and take it off again. */
export interface MemoryMeter {
  used: number;
}

export function createMeter(): MemoryMeter {
  return { used: 0 };
}
