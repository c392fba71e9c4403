import { defineConfig } from 'vitest/config';

// Workspace packages resolve to their TypeScript sources, so tests need no build.
export default defineConfig({
  ssr: { resolve: { conditions: ['@sluice/source', 'module', 'node', 'development|production'] } },
  test: {
    pool: 'forks',
    reporters: ['default', './tools/closing-line.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Long enough for a busy machine: what hangs fails, what is slow does not.
          testTimeout: 60_000,
          setupFiles: ['./tools/arbitraries/configure.ts'],
          sequence: { groupOrder: 1 },
          include: [
            '{packages,destinations,sources,examples}/*/{src,test}/**/*.test.ts',
            '{interop/src,tools,bench}/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          // After the unit tests: it builds, and installs from the network.
          sequence: { groupOrder: 2 },
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
