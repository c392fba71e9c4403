import { join } from 'node:path';
import type { Engine } from './engine.ts';
import { runStep, type StepRun } from './run-step.ts';
import type { Scenario } from './scenarios.ts';
import { createSite, type Site, workOf } from './site.ts';

/** A scenario up to the moment before its last step, at one engine. */
export interface Scene {
  readonly engine: Engine;
  readonly scenario: Scenario;
  readonly seed: number;
  /** Everything that is made on the way goes there. */
  readonly folder: string;
  /** What the steps before the last one left: every trial begins with a copy of it. */
  readonly start: Site;
}

export async function setScene(options: Omit<Scene, 'start'>): Promise<Scene> {
  const start = await createSite(options.engine, join(options.folder, 'start'));
  const scene = { ...options, start };
  for (let step = 0; step < options.scenario.steps.length - 1; step++)
    await runStep(stepAt(scene, start, step));
  return scene;
}

/** The step that gets killed, at some site. */
export function lastStep(scene: Scene, site: Site): StepRun {
  return stepAt(scene, site, scene.scenario.steps.length - 1);
}

function stepAt({ engine, scenario, seed }: Scene, site: Site, step: number): StepRun {
  return {
    engine: engine.name,
    place: site.place,
    work: workOf(site),
    scenario: scenario.name,
    step,
    seed,
  };
}
