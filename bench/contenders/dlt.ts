import { join } from 'node:path';
import { execute } from '../run/execute.ts';
import type { Setup } from '../run/setup.ts';
import type { Contender, Measurement } from '../run/workload.ts';

interface DltCases {
  /** The work's name in `peers/bench.py`. */
  readonly work: string;
  readonly records: number;
  /** Profiles that run when none are asked for. */
  readonly usual: readonly string[];
  /** Others that may be asked for. */
  readonly more?: readonly string[];
  /** Options of `peers/bench.py`. */
  readonly options?: readonly string[];
}

/** A line that `peers/bench.py` prints for a run. */
interface PeerLine {
  readonly seconds: number;
  readonly cpu_seconds: number;
  readonly peak_rss_mb: number;
  readonly steps?: Readonly<Record<string, number>>;
  readonly error?: string;
}

const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1' };
const script = join(import.meta.dirname, '../peers/bench.py');

/** Python dlt, one contender per profile; none where there is no Python. */
export function dlt(setup: Setup, cases: DltCases): readonly Contender[] {
  const { python } = setup;
  if (python === null) return [];
  const { work, records, usual, more = [], options = [] } = cases;
  const known = [...usual, ...more];
  // Where there is only one, nobody has to ask for it.
  const asked = known.length > 1 ? setup.profiles : null;
  return (asked?.filter((profile) => known.includes(profile)) ?? usual).map((profile) => ({
    name: `dlt ${profile}`,
    kind: 'dlt',
    records,
    async run({ database, folder }) {
      const fixed = ['--runs', '1', '--warmup-lines', '0', '--work-dir', folder, '--keep', database];
      const args = [script, 'run', work, `dlt:${profile}`, '--dlt-python', python, ...fixed, ...options];
      const { stdout } = await execute(python, args, { cwd: folder, env });
      return readLine(stdout);
    },
  }));
}

function readLine(stdout: string): Measurement {
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as PeerLine);
  const failed = lines.find(({ error }) => error !== undefined);
  if (failed) throw new Error(failed.error);
  const line = lines.find((one) => one.peak_rss_mb !== undefined && one.cpu_seconds !== undefined);
  if (!line) throw new Error(`peers/bench.py printed no figures:\n${stdout}`);
  const { seconds, cpu_seconds, peak_rss_mb, steps = {} } = line;
  return { seconds, cpuSeconds: cpu_seconds, peakBytes: peak_rss_mb * 1e6, parts: steps };
}
