import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Content, checkRows, compareContent, readContent } from './content.ts';
import { mainProject, type Setup } from './setup.ts';
import type { Contender, Finding, Measurement, Race, Result } from './workload.ts';

interface Lane {
  readonly contender: Contender;
  readonly runs: Measurement[];
  failure: string | null;
  content: Content | null;
}

/**
 * Runs the contenders by turns (A B C, A B C, …), so that a slow minute of the machine falls on all of them, and
 * checks what they loaded, each after its first run.
 */
export async function runRace(race: Race, runs: number, setup: Setup): Promise<readonly Result[]> {
  const lanes = race.contenders.map(
    (contender): Lane => ({ contender, runs: [], failure: null, content: null }),
  );
  for (let run = 1; run <= runs; run++)
    for (const lane of lanes) if (lane.failure === null) await runOnce(lane, race.key, setup);
  const reference = lanes.find(({ contender, content }) => content && checkOf(contender) === 'content');
  return lanes.map((lane) => ({
    contender: lane.contender,
    runs: lane.runs,
    failure: lane.failure,
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

async function runOnce(lane: Lane, key: string | undefined, setup: Setup): Promise<void> {
  const { contender, runs } = lane;
  const folder = join(setup.folder, 'run');
  const database = join(folder, 'target.duckdb');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'work'), { recursive: true });
  try {
    const measured = await contender.run({ database, folder: join(folder, 'work') });
    runs.push(measured);
    process.stderr.write(
      `  ${contender.name}: ${measured.seconds.toFixed(2)} s, ${Math.round(measured.peakBytes / 1e6)} MB\n`,
    );
    if (runs.length === 1 && checkOf(contender) !== 'nothing' && existsSync(database))
      lane.content = await readContent(mainProject(setup), database, key);
  } catch (error) {
    lane.failure = error instanceof Error ? error.message : String(error);
    process.stderr.write(`  ${contender.name} FAILED: ${lane.failure}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
