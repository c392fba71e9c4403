import { platform } from 'node:os';
import { join } from 'node:path';
import { NoPythonError, pythonEnvironment } from '../interop/src/python.ts';
import type { BenchOptions } from './arguments.ts';
import { provenance } from './report/provenance.ts';
import { writeResults } from './report/results-file.ts';
import { headingOf, section } from './report/section.ts';
import { execute } from './run/execute.ts';
import { projectOfCommit, projectOfWorkingTree } from './run/project.ts';
import { runRace } from './run/race.ts';
import type { Setup } from './run/setup.ts';
import { workloads } from './workloads/index.ts';

const requirements = join(import.meta.dirname, 'peers/requirements-dlt.txt');

/** Runs workloads and reports them. False when a contender failed, or loaded something else than the others. */
export async function measure(options: BenchOptions, folder: string): Promise<boolean> {
  const python = await findPython(options);
  say('building and packing sluice');
  const project =
    options.commit === null
      ? await projectOfWorkingTree(folder)
      : await projectOfCommit(options.commit, folder);
  const setup: Setup = {
    sluice: [{ label: 'sluice', project }],
    python,
    profiles: options.dlt,
    native: options.native,
    scale: options.scale,
    folder,
  };
  const version = python && (await dltVersion(python));
  const sections = new Map<string, string>();
  let isFine = true;
  for (const workload of options.workloads) {
    say(`${workload.letter} ${workload.name}: preparing`);
    const race = await workload.prepare(setup);
    const runs = options.runs ?? Math.max(3, workload.minRuns ?? 1);
    const results = await runRace(race, runs, setup);
    await race.engine.close();
    if (results.some(({ failure, finding }) => failure !== null || finding?.isRight === false))
      isFine = false;
    const text = section({
      workload,
      results,
      targets: options.scale === 1 ? (race.targets ?? []) : [],
      provenance: provenance(setup, race.engine, command(), version),
    });
    console.log(`\n${text}\n`);
    sections.set(headingOf(workload), text);
    if (options.write) writeResults(sections, workloads.map(headingOf));
  }
  return isFine;
}

/** Null, with a loud word about it, where the peers cannot run. */
async function findPython({ dlt }: BenchOptions): Promise<string | null> {
  if (dlt?.length === 0) return null;
  if (platform() !== 'linux') return without('it is measured on Linux only');
  try {
    say('looking for Python and dlt (the first time they are installed into the cache folder)');
    return await pythonEnvironment(join('bench', 'python'), requirements);
  } catch (error) {
    if (!(error instanceof NoPythonError)) throw error;
    return without(error.message);
  }
}

function without(reason: string): null {
  console.warn(`\n*** NO DLT: ${reason}. The tables below have no line for it. ***\n`);
  return null;
}

async function dltVersion(python: string): Promise<string> {
  const code = "import importlib.metadata as m; print(m.version('dlt'))";
  return (await execute(python, ['-c', code])).stdout.trim();
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The command as it was given, for who wants to do it again. */
function command(): string {
  return ['pnpm bench', ...process.argv.slice(2)].join(' ');
}
