import { join } from 'node:path';
import type { Baseline } from './baseline.ts';
import { compareWithNearest, type Difference, weight } from './compare.ts';
import { type Interruption, runChild } from './run-child.ts';
import { runStep } from './run-step.ts';
import { lastStep, type Scene } from './scene.ts';
import { copySite, glance, inspect, removeSite } from './site.ts';

/** A run to be cut short, perhaps the one after it too; the next one is left alone. */
export interface Trial {
  readonly what: string;
  readonly interruptions: readonly Interruption[];
}

export interface TrialResult {
  readonly kills: number;
  /** What was not as it should be. */
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly what: string;
  readonly difference: Difference;
}

export async function carryOut(trial: Trial, scene: Scene, baseline: Baseline): Promise<TrialResult> {
  const { engine, folder, start } = scene;
  const { what, interruptions } = trial;
  const failures: Failure[] = [];
  let kills = 0;
  const fail = (when: string, difference: Difference): void => {
    if (weight(difference) > 0) failures.push({ what: `${what}${when}`, difference });
  };

  const site = await copySite(engine, start, join(folder, what.replaceAll(/\W+/g, '-')));
  for (const interruption of interruptions) {
    const end = await runChild(lastStep(scene, site), { interruption });
    if (end.how === 'failed') fail(', but it failed before', other(end.why));
    if (end.how !== 'killed') break;
    kills++;
    if (kills === 1)
      fail(', seen right after it', compareWithNearest(baseline.between, await glance(engine, site)));
  }
  const error = await runStep(lastStep(scene, site)).catch((reason: unknown) => String(reason));
  if (error !== undefined) fail(', and the next run failed', other(error));
  else fail('', compareWithNearest(baseline.after, await inspect(engine, site)));
  await removeSite(engine, site);
  return { kills, failures };
}

function other(line: string): Difference {
  return { lost: [], repeated: [], other: [line] };
}
