import { join } from 'node:path';
import { exec, published, root } from './packages.ts';

interface NodeVersion {
  version: string;
  /** Absent where this machine cannot get it. */
  path?: string;
}

/** The oldest Node that the packages promise to run on, and the one that the repository is developed with. */
export const nodeVersions: NodeVersion[] = [
  await fetched(oldestPromised()),
  { version: process.versions.node, path: process.execPath },
];

function oldestPromised(): string {
  const promises = new Set([...published.values()].map(({ engines }) => engines?.node));
  const [version, ...others] = [...promises].map((range) => /^>=(\d+\.\d+\.\d+)$/.exec(range ?? '')?.[1]);
  if (version === undefined || others.length > 0) {
    throw new Error(`Packages promise different versions of Node in "engines": ${[...promises].join(', ')}`);
  }
  return version;
}

async function fetched(version: string): Promise<NodeVersion> {
  try {
    const { stdout } = await exec(process.execPath, [join(root, 'tools/fetch-node.mjs'), version]);
    return { version, path: stdout.trim() };
  } catch (error) {
    console.warn(`Node ${version} could not be fetched, its tests are skipped: ${String(error)}`);
    return { version };
  }
}
