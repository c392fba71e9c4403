import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import {
  isTest,
  type Manifest,
  readManifest,
  readWorkspace,
  sourceFiles,
  type WorkspacePackage,
} from '../workspace.ts';
import { findCycles } from './cycles.ts';
import { hostGlobals } from './host-globals.ts';
import { type Layer, layerOf } from './layers.ts';
import { type ParsedFile, parseFile } from './read-imports.ts';

/** What is wrong with the imports of the workspace at `root`: one line each, with place and way out. */
export function findViolations(root: string): string[] {
  const packages = readWorkspace(root);
  // vitest and the like: declared once, at the root, for the tests of all packages.
  const testTools = Object.keys(readManifest(root).devDependencies ?? {});
  const folderOf = new Map(packages.map(({ manifest, folder }) => [manifest.name, folder]));
  const found: string[] = [];
  for (const one of packages) {
    const layer = layerOf(one.folder);
    if (!layer) {
      found.push(`${one.folder}/package.json: the package is not in tools/imports/layers.ts. Add it there.`);
      continue;
    }
    if (layer.mayImport === 'any' && !one.manifest.private) {
      found.push(`${one.folder}/package.json: has no layer, so it cannot be published. Say "private": true.`);
    }
    found.push(...manifestViolations(one, layer, folderOf));
    const files = sourceFiles(root, one.folder).map((path) => parseFile(root, path));
    for (const file of files) {
      const declared = declaredFor(file, one.manifest, testTools);
      found.push(...importViolations(file, one, layer, folderOf, declared));
      if (layer.pure && !isTest(file.path)) found.push(...globalViolations(file, one.folder));
    }
    found.push(...fileCycles(files));
  }
  return [...found, ...packageCycles(packages)];
}

type Folders = ReadonlyMap<string, string>;

function manifestViolations(
  { folder, manifest }: WorkspacePackage,
  layer: Layer,
  folderOf: Folders,
): string[] {
  const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  return names.flatMap((name) => {
    const target = folderOf.get(name);
    if (target === undefined || isAllowed(layer, target)) return [];
    return `${folder}/package.json: depends on ${name}. ${allowance(folder, layer)}`;
  });
}

function isAllowed(layer: Layer, target: string): boolean {
  return layer.mayImport === 'any' || layer.mayImport.includes(target);
}

function allowance(folder: string, { mayImport }: Layer): string {
  const list = mayImport === 'any' || mayImport.length === 0 ? 'none of our packages' : mayImport.join(', ');
  return `${folder} may import ${list} (tools/imports/layers.ts).`;
}

function importViolations(
  { path, imports }: ParsedFile,
  { folder, manifest }: WorkspacePackage,
  layer: Layer,
  folderOf: Folders,
  declared: ReadonlySet<string>,
): string[] {
  const test = isTest(path);
  const judge = (from: string): string | undefined => {
    if (from.startsWith('.')) {
      const inside = posix.join(posix.dirname(path), from).startsWith(`${folder}/`);
      return inside ? undefined : 'A package ends at its folder: import the other one by its name.';
    }
    if (from.startsWith('#')) return undefined;
    if (isBuiltin(from)) {
      return layer.pure && !test
        ? `${folder} is pure: take what the host must give as an argument.`
        : undefined;
    }
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from;
    const target = folderOf.get(name);
    if (name === manifest.name) return test ? undefined : 'That is the package itself: use a relative path.';
    if (target !== undefined && !test && !isAllowed(layer, target)) return allowance(folder, layer);
    if (!declared.has(name)) return `${folder}/package.json does not declare ${name} as a dependency.`;
    return undefined;
  };
  return imports.flatMap(({ from, line }) => {
    const problem = judge(from);
    return problem === undefined ? [] : `${path}:${line}: imports ${from}. ${problem}`;
  });
}

function globalViolations(file: ParsedFile, folder: string): string[] {
  return hostGlobals(file).map(
    ({ name, line }) =>
      `${file.path}:${line}: uses ${name}. ${folder} is pure: not every runtime has it, so take it as an argument.`,
  );
}

/** What a file may import; a test also the development dependencies of its package and of the root. */
function declaredFor({ path }: ParsedFile, manifest: Manifest, testTools: readonly string[]): Set<string> {
  const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest;
  const names = Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });
  return new Set(isTest(path) ? [...names, ...Object.keys(devDependencies ?? {}), ...testTools] : names);
}

function fileCycles(files: readonly ParsedFile[]): string[] {
  const graph = new Map<string, string[]>();
  for (const { path, imports } of files) {
    const relative = imports.filter(({ from }) => from.startsWith('.'));
    graph.set(
      path,
      relative.map(({ from }) => posix.join(posix.dirname(path), from)),
    );
  }
  return findCycles(graph).map(
    (cycle) =>
      `${cycle[0]}: files import each other: ${cycle.join(' → ')}. Move what they share to a third file.`,
  );
}

function packageCycles(packages: readonly WorkspacePackage[]): string[] {
  const graph = new Map<string, string[]>();
  for (const { manifest } of packages) {
    const { dependencies, peerDependencies, optionalDependencies, devDependencies } = manifest;
    graph.set(
      manifest.name,
      Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies, ...devDependencies }),
    );
  }
  return findCycles(graph).map(
    (cycle) => `packages depend on each other (devDependencies count, too): ${cycle.join(' → ')}.`,
  );
}
