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
          include: [
            '{packages,destinations,sources,examples}/*/{src,test}/**/*.test.ts',
            '{interop/src,tools}/**/*.test.ts',
          ],
        },
      },
      {
        extends: true,
        test: { name: 'e2e', include: ['e2e/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
      },
    ],
  },
});
