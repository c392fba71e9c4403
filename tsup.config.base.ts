import { defineConfig } from 'tsup';

/**
 * How every package is built: one ES module, types by `tsc` (TypeScript 7 has no API that tsup could call). No source
 * maps: what is published is not minified, and they would be twice its size.
 */
export default defineConfig({
  entry: ['src/index.ts'],
  format: ['esm'],
  target: 'node22',
  platform: 'node',
  dts: false,
  clean: true,
  removeNodeProtocol: false,
});
