import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second. */
const ticksPerSecond = 100;

/**
 * Seconds of processor time that a server and its children have taken so far, those that have ended included. Zero where
 * there is no server, or the system does not tell.
 */
export function serverProcessorTime(server: number | undefined): number {
  if (server === undefined || process.platform !== 'linux') return 0;
  let ticks = 0;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const times = readTimes(name);
    if (times === null) continue;
    if (Number(name) === server) ticks += times.own + times.ofEnded;
    else if (times.parent === server) ticks += times.own;
  }
  return ticks / ticksPerSecond;
}

export interface ProcessTimes {
  readonly parent: number;
  readonly own: number;
  /** Of children that have ended. */
  readonly ofEnded: number;
}

function readTimes(process: string): ProcessTimes | null {
  try {
    return parseTimes(readFileSync(`/proc/${process}/stat`, 'latin1'));
  } catch {
    // It has ended meanwhile.
    return null;
  }
}

/** Reads a line of `/proc/N/stat`. The program's name, in brackets, may hold blanks and brackets. */
export function parseTimes(line: string): ProcessTimes {
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const field = (number: number) => Number(fields[number - 3]);
  return { parent: field(4), own: field(14) + field(15), ofEnded: field(16) + field(17) };
}
