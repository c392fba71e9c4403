import type { Capabilities } from './contract.ts';

/** A frozen copy of capabilities, with everything in them: they are fixed once a destination is made. */
export function freezeCapabilities(capabilities: Capabilities): Capabilities {
  return freeze(structuredClone(capabilities));
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const inner of Object.values(value)) freeze(inner);
  return Object.freeze(value);
}
