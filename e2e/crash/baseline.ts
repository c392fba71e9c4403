import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Outcome } from './compare.ts';
import type { Cut } from './cut-proxy.ts';
import { runChild } from './run-child.ts';
import { runStep } from './run-step.ts';
import { lastStep, type Scene } from './scene.ts';
import { copySite, glance, inspect, removeSite } from './site.ts';

/** What becomes of a scenario that nobody disturbs. */
export interface Baseline {
  /** The transitions of its last step, in order. */
  readonly names: readonly string[];
  /** How long that step takes in a process of its own. */
  readonly ms: number;
  /** What it says to the server, a statement or null for each message; nothing where there is no connection to cut. */
  readonly messages: readonly (string | null)[];
  /** What is there after it, and after running it again: what a run killed late has done is done once more. */
  readonly after: readonly Outcome[];
  /** What a query may see on the way: the rows before, and those after each load. */
  readonly between: readonly Outcome[];
}

/** The same run so often: once for each kill there may be in a trial, and once more. */
const runs = 3;

/** @throws when the scenario does not even work undisturbed */
export async function measureBaseline(scene: Scene): Promise<Baseline> {
  const { engine, scenario, folder, start } = scene;
  const site = await copySite(engine, start, join(folder, 'undisturbed'));
  const trace = join(folder, 'trace.json');
  const before = await glance(engine, site);
  const way = await engine.fragile?.(site.place, never);
  const end = await runChild({ ...lastStep(scene, site), place: way?.place ?? site.place }, { trace });
  await way?.close();
  if (end.how !== 'finished') throw new Error(`It fails without being killed: ${JSON.stringify(end)}`);
  const first = await inspect(engine, scenario, site);
  const after = [first];
  for (let run = 1; run < runs; run++) {
    await runStep(lastStep(scene, site));
    after.push(await inspect(engine, scenario, site));
  }
  await removeSite(engine, site);
  const problems = after.flatMap((outcome) => outcome.problems);
  if (problems.length > 0) throw new Error(problems.join('\n'));

  const names = JSON.parse(await readFile(trace, 'utf8')) as string[];
  const between = [before, { ...first, facts: [] }];
  const commits = names.flatMap((name, index) => (name === 'committed' ? [index + 1] : []));
  for (const point of commits.slice(0, -1)) between.push(await afterCommit(scene, point));
  return { names, ms: end.ms, messages: way?.messages ?? [], after, between };
}

const never: Cut = { at: { nth: 0 }, when: 'before' };

/** What is there when one of several loads is through. */
async function afterCommit(scene: Scene, point: number): Promise<Outcome> {
  const site = await copySite(scene.engine, scene.start, join(scene.folder, `commit-${point}`));
  await runChild(lastStep(scene, site), { kill: { at: String(point) } });
  const seen = await glance(scene.engine, site);
  await removeSite(scene.engine, site);
  return seen;
}
