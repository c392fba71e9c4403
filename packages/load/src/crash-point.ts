/** The instants of a load at which a test can end the process. */
export type CrashPoint =
  | 'parts-written'
  | 'sealing'
  | 'sealed'
  | 'publishing'
  | 'staged'
  | 'in-transaction'
  | 'committed'
  | 'finished';

/**
 * Does nothing, unless the environment asks for a crash right here (`SLUICE_CRASH_AT=in-transaction`): then the
 * process ends as if the power had gone. This is how the promise "exactly once" is tested.
 */
export function crashPoint(point: CrashPoint): void {
  if (process.env.SLUICE_CRASH_AT === point) process.kill(process.pid, 'SIGKILL');
}
