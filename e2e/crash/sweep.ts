import { mkdir, rm } from 'node:fs/promises';
import { inspect as print } from 'node:util';
import { type Baseline, measureBaseline } from './baseline.ts';
import { type Scene, setScene } from './scene.ts';
import { carryOut, type Failure, failure, type Trial } from './trial.ts';
import { type Extent, trialsOf } from './trials.ts';
import { forAll, type Turns } from './turns.ts';

export interface SweepOptions extends Omit<Scene, 'start'>, Extent {
  readonly turns: Turns;
  /** How many trials it keeps going at once. */
  readonly width: number;
}

export interface SweepResult {
  /** Transitions of the run that is killed. */
  readonly points: number;
  readonly kills: number;
  /** Connections that were cut. */
  readonly cuts: number;
  readonly failures: readonly Failure[];
}

/** Cuts one scenario's last step short in every way, and compares what comes of it with an undisturbed one. */
export async function sweep(options: SweepOptions): Promise<SweepResult> {
  const { engine, folder, turns, width } = options;
  await mkdir(folder);
  let scene: Scene;
  let baseline: Baseline;
  try {
    scene = await turns(() => setScene(options));
    baseline = await turns(() => measureBaseline(scene));
  } catch (error) {
    return { points: 0, kills: 0, cuts: 0, failures: [failure('left alone', print(error))] };
  }
  const failures: Failure[] = [];
  let [count, kills, cuts] = [0, 0, 0];
  for (const trials of trialsOf(scene, baseline, options)) {
    const run = (trial: Trial): Promise<void> =>
      turns(async () => {
        const result = await carryOut(trial, `trial-${++count}`, scene, baseline);
        kills += result.kills;
        cuts += result.cuts;
        failures.push(...result.failures);
        if (result.kills + result.cuts === 0) trials.isThrough = true;
      });
    await forAll(trials, width, run);
  }
  await engine.remove(scene.start.place);
  await rm(folder, { recursive: true, force: true });
  return { points: baseline.names.length, kills, cuts, failures };
}
