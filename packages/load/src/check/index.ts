export { capabilitiesShape } from './capabilities-shape.ts';
export { checkCapabilities } from './check-capabilities.ts';
