import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Engine } from '../engines/engine.ts';
import { mainProject, type Setup } from '../run/setup.ts';

/** What others had the machine do when the bench began: from there on it counts the bench itself. */
const loadBefore = loadavg()[0] ?? 0;

/** The versions of what is compared, and the machine: without them a figure says nothing. */
export function provenance(setup: Setup, engine: Engine, command: string, dltVersion: string | null): string {
  const project = mainProject(setup);
  const versions = [
    `sluice ${project.commit}`,
    `Node ${process.versions.node}`,
    engine.about,
    dltVersion === null ? 'no dlt' : `dlt ${dltVersion}`,
  ];
  const date = new Date().toISOString().slice(0, 10);
  return `_${date}, \`${command}\`: ${versions.join(', ')}. ${machine()}_`;
}

function machine(): string {
  const cores = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const busy =
    loadBefore > 0.5
      ? ` **The machine was busy with other work (load average ${loadBefore.toFixed(1)}).**`
      : '';
  return `${cores.length} × ${cores[0]?.model.trim()}, ${memory}, ${platform()} ${release()}.${busy}`;
}
