import { join } from 'node:path';
import { execute, lastLine } from '../run/execute.ts';
import type { Project } from '../run/project.ts';
import type { Measurement } from '../run/workload.ts';

/** Runs a program of `children/` inside a project, and takes what it reports of itself. */
export async function runNodeProgram(
  project: Project,
  program: string,
  argument: Readonly<Record<string, unknown>>,
): Promise<Measurement> {
  const args = [join(project.folder, program), JSON.stringify(argument)];
  const { seconds, stdout } = await execute(process.execPath, args, { cwd: project.folder });
  return { seconds, ...(lastLine(stdout) as Omit<Measurement, 'seconds'>) };
}
