import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Content, checkRows, compareContent } from './content.ts';
import type { Setup } from './setup.ts';
import {
  type Contender,
  type Finding,
  type Measurement,
  NotFinishedError,
  type Race,
  type Result,
} from './workload.ts';

interface Lane {
  readonly contender: Contender;
  readonly runs: Measurement[];
  failure: string | null;
  unfinished: number | null;
  content: Content | null;
}

/**
 * Runs the contenders by turns (A B C, A B C, …), so that a slow minute of the machine falls on all of them, and
 * checks what they loaded, each after its first run.
 */
export async function runRace(race: Race, runs: number, setup: Setup): Promise<readonly Result[]> {
  const lanes = race.contenders.map(
    (contender): Lane => ({ contender, runs: [], failure: null, unfinished: null, content: null }),
  );
  for (let run = 1; run <= runs; run++)
    for (const lane of lanes)
      if (lane.failure === null && lane.unfinished === null) await runOnce(lane, race, setup);
  const reference = lanes.find(({ contender, content }) => content && checkOf(contender) === 'content');
  return lanes.map((lane) => ({
    contender: lane.contender,
    runs: lane.runs,
    failure: lane.failure,
    unfinished: lane.unfinished,
    finding: lane.content && judge(lane, lane.content, reference?.content ?? lane.content),
  }));
}

function checkOf({ check = 'content' }: Contender): NonNullable<Contender['check']> {
  return check;
}

function judge({ contender }: Lane, content: Content, reference: Content): Finding {
  if (checkOf(contender) === 'rows') return checkRows(content, contender.records);
  return content === reference ? { isRight: true, text: 'reference' } : compareContent(content, reference);
}

async function runOnce(lane: Lane, { engine, key }: Race, setup: Setup): Promise<void> {
  const { contender, runs } = lane;
  const folder = join(setup.folder, 'run');
  const database = engine.place(folder);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'work'), { recursive: true });
  try {
    const measured = await contender.run({ database, folder: join(folder, 'work') });
    runs.push(measured);
    const { seconds, cpuSeconds, peakBytes } = measured;
    say(
      `${contender.name}: ${seconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s, ${Math.round(peakBytes / 1e6)} MB`,
    );
    if (runs.length === 1 && checkOf(contender) !== 'nothing')
      lane.content = await engine.content(database, key);
  } catch (error) {
    if (error instanceof NotFinishedError) lane.unfinished = error.seconds;
    else lane.failure = error instanceof Error ? error.message : String(error);
    say(`${contender.name} ${lane.failure === null ? 'did not finish' : `FAILED: ${lane.failure}`}`);
  } finally {
    await engine.remove(database);
    rmSync(folder, { recursive: true, force: true });
  }
}

function say(text: string): void {
  process.stderr.write(`  ${text}\n`);
}
