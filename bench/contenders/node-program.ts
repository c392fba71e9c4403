import { join } from 'node:path';
import { serverProcessorTime } from '../engines/server-processor-time.ts';
import { execute, lastLine } from '../run/execute.ts';
import type { Project } from '../run/project.ts';
import type { Measurement } from '../run/workload.ts';

/**
 * Runs a program of `children/` inside a project, and takes what it reports of itself, and what a server has worked for
 * it.
 */
export async function runNodeProgram(
  project: Project,
  program: string,
  argument: Readonly<Record<string, unknown>>,
  server?: number,
): Promise<Measurement> {
  const args = [join(project.folder, program), JSON.stringify(argument)];
  const before = serverProcessorTime(server);
  const { seconds, stdout } = await execute(process.execPath, args, { cwd: project.folder });
  const report = lastLine(stdout) as Omit<Measurement, 'seconds'>;
  return { ...report, seconds, cpuSeconds: report.cpuSeconds + serverProcessorTime(server) - before };
}
