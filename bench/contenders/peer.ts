import { join } from 'node:path';
import { execute } from '../run/execute.ts';
import { type Measurement, NotFinishedError } from '../run/workload.ts';

interface PeerCase {
  /** The work's name in `peers/bench.py`. */
  readonly work: string;
  /** The name of the case: tool and profile. */
  readonly name: string;
  /** Where it may write. */
  readonly folder: string;
  readonly options: readonly string[];
}

/** A line that `peers/bench.py` prints for a run. */
interface PeerLine {
  readonly seconds: number;
  readonly cpu_seconds: number;
  readonly peak_rss_mb: number;
  readonly steps?: Readonly<Record<string, number>>;
  readonly error?: string;
  /** Seconds after which it was ended. */
  readonly unfinished?: number;
}

const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
const script = join(import.meta.dirname, '../peers/bench.py');

/** Runs a case of `peers/bench.py` once. Throws `NotFinishedError` where it took longer than its limit. */
export async function runPeer(
  python: string,
  { work, name, folder, options }: PeerCase,
): Promise<Measurement> {
  const fixed = ['--dlt-python', python, '--runs', '1', '--warmup-lines', '0', '--work-dir', folder];
  const args = [script, 'run', work, name, ...fixed, ...options];
  const { stdout } = await execute(python, args, { cwd: folder, env });
  return readLine(stdout);
}

function readLine(stdout: string): Measurement {
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PeerLine);
  const line = lines.find((one) => one.peak_rss_mb !== undefined && one.cpu_seconds !== undefined);
  if (line) {
    const { seconds, cpu_seconds, peak_rss_mb, steps = {} } = line;
    return { seconds, cpuSeconds: cpu_seconds, peakBytes: peak_rss_mb * 1e6, parts: steps };
  }
  const [{ error, unfinished } = {}] = lines.filter((one) => one.error !== undefined);
  if (unfinished !== undefined) throw new NotFinishedError(unfinished);
  throw new Error(error ?? `peers/bench.py printed no figures:\n${stdout}`);
}
