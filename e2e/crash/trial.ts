import { join } from 'node:path';
import { inspect as print } from 'node:util';
import type { Baseline } from './baseline.ts';
import { compareWithNearest, type Difference, type Outcome, weight } from './compare.ts';
import type { Cut } from './cut-proxy.ts';
import { type ChildEnd, type Kill, runChild } from './run-child.ts';
import { runStep } from './run-step.ts';
import { lastStep, type Scene } from './scene.ts';
import { copySite, glance, inspect, removeSite, type Site } from './site.ts';

/** What happens to a run: its process is killed, or it loses a connection. */
type Interruption = { readonly kill: Kill } | { readonly cut: Cut };

/** A run to be cut short, perhaps the one after it too; the next one is left alone. */
export interface Trial {
  readonly what: string;
  readonly interruptions: readonly Interruption[];
}

export interface TrialResult {
  readonly kills: number;
  readonly cuts: number;
  /** What was not as it should be. */
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly what: string;
  readonly difference: Difference;
}

/** `name` is that of the folder it happens in. */
export async function carryOut(
  trial: Trial,
  name: string,
  scene: Scene,
  baseline: Baseline,
): Promise<TrialResult> {
  const { engine, scenario, folder, start } = scene;
  const { what, interruptions } = trial;
  const failures: Failure[] = [];
  let [kills, cuts] = [0, 0];
  const compareWith = (expected: readonly Outcome[], actual: Outcome, when = ''): void => {
    const difference = compareWithNearest(expected, actual);
    if (weight(difference) > 0) failures.push({ what: `${what}${when}`, difference });
  };

  const site = await copySite(engine, start, join(folder, name));
  let isDone = false;
  for (const interruption of interruptions) {
    const { end, hasCut } = await interrupt(scene, site, interruption);
    if (end.how === 'killed') kills++;
    if (hasCut) cuts++;
    isDone = end.how === 'finished';
    if (isDone) break;
    // A lost connection may well end a run with an error; a kill leaves no time for one.
    if (end.how === 'broken' || (end.how === 'failed' && !hasCut))
      failures.push(failure(`${what}, but it ended otherwise`, end.why));
    if (kills + cuts === 1)
      compareWith(baseline.between, await glance(engine, site), ', seen right after it');
  }
  try {
    if (!isDone) await runStep(lastStep(scene, site));
    compareWith(baseline.after, await inspect(engine, scenario, site));
  } catch (error) {
    failures.push(failure(`${what}, and the next run failed`, print(error)));
  }
  await removeSite(engine, site);
  return { kills, cuts, failures };
}

async function interrupt(
  scene: Scene,
  site: Site,
  interruption: Interruption,
): Promise<{ end: ChildEnd; hasCut: boolean }> {
  const step = lastStep(scene, site);
  if ('kill' in interruption) return { end: await runChild(step, interruption), hasCut: false };
  const way = await scene.engine.fragile?.(site.place, interruption.cut);
  if (!way) throw new Error(`There is no connection to cut with ${scene.engine.name}`);
  const end = await runChild({ ...step, place: way.place });
  await way.close();
  return { end, hasCut: way.hasCut };
}

/** Something that went wrong in another way than by a difference. */
export function failure(what: string, problem: string): Failure {
  return { what, difference: { lost: [], repeated: [], other: [problem] } };
}
