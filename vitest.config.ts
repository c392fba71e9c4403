import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Packages whose tests are mostly calls of functions: what they leave behind in memory is in nobody's way. */
const calm = 'packages/{schema,state,normalize,extract,formats,sql,dataset,load}/{src,test}/**/*.test.ts';

const unit = {
  // Long enough for a busy machine: what hangs fails, what is slow does not.
  testTimeout: 60_000,
  hookTimeout: 60_000,
  setupFiles: ['./tools/arbitraries/configure.ts'],
  sequence: { groupOrder: 1 },
};

// Workspace packages resolve to their TypeScript sources, so tests need no build.
export default defineConfig({
  ssr: { resolve: { conditions: ['@sluice/source', 'module', 'node', 'development|production'] } },
  test: {
    pool: 'forks',
    // A machine that does nothing else need not be left a processor.
    ...(process.env.CI && { maxWorkers: availableParallelism() }),
    reporters: ['default', './tools/closing-line.ts'],
    projects: [
      {
        extends: true,
        // One process for many files: starting one and loading everything again takes longer than most of the tests.
        test: { ...unit, name: 'unit', isolate: false, include: [calm] },
      },
      {
        extends: true,
        test: {
          ...unit,
          name: 'integration',
          include: [
            '{packages,destinations,sources,examples}/*/{src,test}/**/*.test.ts',
            '{interop/src,tools,bench,e2e/crash}/**/*.test.ts',
          ],
          exclude: [calm, '**/node_modules/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/*.test.ts'],
          globalSetup: ['./e2e/pack-once.ts'],
          // After the others: it builds, and installs from the network.
          sequence: { groupOrder: 2 },
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
