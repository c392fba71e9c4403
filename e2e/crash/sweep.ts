import { mkdir, rm } from 'node:fs/promises';
import { type Baseline, measureBaseline } from './baseline.ts';
import { choosePoints } from './choose-points.ts';
import { type Scene, setScene } from './scene.ts';
import { seeded } from './seeded.ts';
import { carryOut, type Failure, type Trial } from './trial.ts';
import { forAll, type Turns } from './turns.ts';

export interface SweepOptions extends Omit<Scene, 'start'> {
  /** Every point, not some. */
  readonly isFull: boolean;
  /** Only this point: a number or a name. */
  readonly at?: string | undefined;
  readonly turns: Turns;
  /** How many trials it keeps going at once. */
  readonly width: number;
}

export interface SweepResult {
  /** Transitions of the run that is killed. */
  readonly points: number;
  readonly kills: number;
  readonly failures: readonly Failure[];
}

/** Kills one scenario's last step wherever it can be killed, and compares what comes of it with an undisturbed one. */
export async function sweep(options: SweepOptions): Promise<SweepResult> {
  const { engine, folder, isFull, at, turns, width } = options;
  await mkdir(folder);
  const scene = await turns(() => setScene(options));
  const baseline = await turns(() => measureBaseline(scene));
  const failures: Failure[] = [];
  let kills = 0;
  let isThrough = false;

  const attempt = (trial: Trial): Promise<void> =>
    turns(async () => {
      const result = await carryOut(trial, scene, baseline);
      if (result.kills === 0) isThrough = true;
      kills += result.kills;
      failures.push(...result.failures);
    });
  const points = function* (): Generator<string> {
    if (at !== undefined) yield at;
    // The undisturbed run is not asked how many there are: the first run that survives says so.
    else if (isFull) for (let point = 1; !isThrough; point++) yield String(point);
    else yield* choosePoints(baseline.names, 4, options.seed, scene.scenario.name).map(String);
  };
  await forAll(points(), width, (point) => attempt(killedAt(point, baseline)));
  if (at === undefined) await forAll(timedTrials(options, baseline.ms), width, attempt);

  await engine.remove(scene.start.place);
  await rm(folder, { recursive: true, force: true });
  return { points: baseline.names.length, kills, failures };
}

function killedAt(point: string, { names }: Baseline): Trial {
  const name = names[Number(point) - 1];
  return { what: `killed at ${point}${name ? ` (${name})` : ''}`, interruptions: [{ at: point }] };
}

/** Kills by the clock, anywhere between two transitions; some runs are killed a second time. */
function timedTrials({ scenario, seed, isFull }: SweepOptions, ms: number): Trial[] {
  return Array.from({ length: isFull ? 12 : 2 }, (_, round) => {
    const chance = (key: string): number => seeded(seed, scenario.name, round, key);
    const shares = [chance('first'), ...(chance('again') < 0.5 ? [chance('second')] : [])];
    // A process has hardly started after a seventh of its time.
    const delays = shares.map((share) => Math.round(ms * (0.15 + share)));
    return {
      what: `killed after ${delays.join(' ms, then after ')} ms`,
      interruptions: delays.map((afterMs) => ({ afterMs })),
    };
  });
}
