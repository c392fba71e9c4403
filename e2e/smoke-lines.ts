/**
 * One expression for each published package, evaluated in an empty project that has installed nothing else; `it` is
 * the imported module. The result is printed as JSON.
 */
export const smokeLines: Readonly<Record<string, { run: string; prints: unknown }>> = {
  '@sluice/schema': { run: `it.datasetName('My Data')`, prints: 'x' },
};
