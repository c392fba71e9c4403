import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells a process from all others, also after it has ended. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** When it started, in the machine's own measure; null where the system does not tell. */
  readonly started: string | null;
}

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, host: hostname(), started: startOf(process.pid) };
}

/** Whether a process of this machine still runs: another one may have its number by now. */
export function isRunning({ pid, started }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // A process of another user cannot be asked, but it is there.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return started === null || started === startOf(pid);
}

/** Ticks between the start of the machine and that of the process. */
function startOf(pid: number): string | null {
  try {
    // The name of the program, in parentheses, may hold anything; after it come numbers.
    const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ');
    return fields?.[19] ?? null;
  } catch {
    return null;
  }
}
