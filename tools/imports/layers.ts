/** Which package may import which of ours. Arrows point down, and never sideways between plugins. */
export interface Layer {
  /** Folders of the packages that it may import; `'any'` for what is never published. */
  mayImport: readonly string[] | 'any';
  /** Runs in any JavaScript runtime: no Node module, no global of Node or of browsers. */
  pure?: true;
}

const core = [
  'schema',
  'state',
  'normalize',
  'extract',
  'formats',
  'load',
  'sql',
  'config',
  'http',
  'dataset',
];
const below = (...names: string[]): string[] => names.map((name) => `packages/${name}`);

/** By folder; `*` stands for any one name. */
const layers: Readonly<Record<string, Layer>> = {
  'packages/schema': { mayImport: [], pure: true },
  'packages/state': { mayImport: below('schema'), pure: true },
  'packages/normalize': { mayImport: below('schema'), pure: true },
  'packages/extract': { mayImport: below('schema', 'state') },
  'packages/formats': { mayImport: below('schema') },
  'packages/load': { mayImport: below('schema', 'state') },
  'packages/sql': { mayImport: below('schema', 'load') },
  'packages/config': { mayImport: below('schema') },
  'packages/http': { mayImport: below('extract') },
  'packages/dataset': { mayImport: below('schema', 'load', 'formats') },
  'packages/pipeline': { mayImport: below(...core) },
  'packages/sluice': { mayImport: below('pipeline', ...core) },
  'packages/cli': { mayImport: below('sluice', 'pipeline', ...core) },
  'packages/dashboard': { mayImport: below('sluice', 'pipeline', ...core) },
  'packages/conformance': { mayImport: below('schema', 'state', 'normalize', 'extract', 'formats', 'load') },
  'destinations/*': { mayImport: below('schema', 'load', 'formats', 'sql') },
  'sources/*': { mayImport: below('schema', 'extract', 'http', 'config') },
  'examples/*': { mayImport: 'any' },
  interop: { mayImport: 'any' },
  bench: { mayImport: 'any' },
  'e2e/crash': { mayImport: 'any' },
  'tools/arbitraries': { mayImport: 'any' },
  'tools/services': { mayImport: 'any' },
};

export function layerOf(folder: string): Layer | undefined {
  return layers[folder] ?? layers[folder.replace(/\/[^/]+$/, '/*')];
}
