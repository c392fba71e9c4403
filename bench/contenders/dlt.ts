import type { Engine } from '../engines/engine.ts';
import type { Setup } from '../run/setup.ts';
import type { Contender } from '../run/workload.ts';
import { runPeer } from './peer.ts';

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
  /** What a run finds: nothing, or a base that it makes itself. Default: nothing. */
  readonly from?: 'base';
}

/** Python dlt, one contender per profile; none where there is no Python. */
export function dlt(setup: Setup, engine: Engine, cases: DltCases): readonly Contender[] {
  const { python } = setup;
  if (python === null) return [];
  const { work, records, usual, more = [], options = [], from } = cases;
  const known = [...usual, ...more];
  // Where there is only one, nobody has to ask for it.
  const asked = known.length > 1 ? setup.profiles : null;
  return (asked?.filter((profile) => known.includes(profile)) ?? usual).map((profile) => ({
    name: `dlt ${profile}`,
    kind: 'dlt',
    records,
    async run({ database, folder }) {
      if (from !== 'base') await engine.create(database);
      const all = [...engine.peerOptions(database), ...options];
      return runPeer(python, { work, name: `dlt:${profile}`, folder, options: all });
    },
  }));
}
