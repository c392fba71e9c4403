import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { duckdbEngine } from './duckdb-engine.ts';
import type { Engine } from './engine.ts';
import { postgresEngine } from './postgres-engine.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { sweep } from './sweep.ts';
import type { Failure } from './trial.ts';
import { forAll, turns } from './turns.ts';

const HELP = `pnpm crash [--full] [--seed N] [--engine NAME]… [--scenario NAME]… [--at POINT]

Kills loads at every transition they announce, lets the next run go on, and compares the dataset with one that nobody
disturbed. Ends with "crash: N kills, N lost, N repeated"; the exit code is 0 only where nothing differs.

  --full            every transition and a third of the messages to a server, not a sample
  --seed N          the sample, the records and the delays of an earlier sweep; it prints its own
  --engine NAME     only this engine: duckdb or postgres. Repeatable
  --scenario NAME   only this scenario. Repeatable
  --at POINT        only this transition: its number, or its name for the first of that name`;

const { values: options } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
    engine: { type: 'string', multiple: true, default: [] },
    scenario: { type: 'string', multiple: true, default: [] },
    at: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

/** Two children side by side: more would only wait for each other on a small machine. */
const width = 2;

const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  duckdb: async () => duckdbEngine(),
  postgres: postgresEngine,
};

function picked<T>(kind: string, asked: readonly string[], known: ReadonlyMap<string, T>): T[] {
  const unknown = asked.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new Error(`There is no ${kind} "${unknown}", only ${[...known.keys()].join(', ')}`);
  return [...known].filter(([name]) => asked.length === 0 || asked.includes(name)).map(([, value]) => value);
}

function pickedScenarios(): Scenario[] {
  const byName = new Map(scenarios.map((scenario) => [scenario.name, scenario]));
  const all = picked('scenario', options.scenario, byName);
  // One of each situation, with all dispositions at once, says nearly as much.
  return options.full || options.scenario.length > 0 ? all : all.filter(({ name }) => !name.includes('/'));
}

function print({ what, difference }: Failure, command: string): void {
  console.log(`  ✗ ${what}   (${command})`);
  for (const kind of ['lost', 'repeated', 'other'] as const)
    for (const [index, line] of difference[kind].entries())
      if (index < 5) console.log(`      ${kind}: ${line.length > 800 ? `${line.slice(0, 800)}…` : line}`);
      else if (index === 5) console.log(`      ${kind}: and ${difference[kind].length - 5} more`);
}

async function main(): Promise<number> {
  const seed = Number(options.seed);
  console.log(`seed ${seed}`);
  const chosen = pickedScenarios();
  const folder = await mkdtemp(join(tmpdir(), 'sluice-crash-'));
  const opened: Engine[] = [];
  let [kills, lost, repeated, other] = [0, 0, 0, 0];
  try {
    for (const open of picked('engine', options.engine, new Map(Object.entries(engines))))
      opened.push(await open());
    const work = opened.flatMap((engine) =>
      chosen.filter(({ engines }) => engines.includes(engine.name)).map((scenario) => ({ engine, scenario })),
    );
    const inTurns = turns(width);
    await forAll(work, width, async ({ engine, scenario }) => {
      const started = Date.now();
      const name = `${engine.name} ${scenario.name}`;
      const own = join(folder, name.replaceAll(/\W+/g, '-'));
      const { points, ...found } = await sweep({
        engine,
        scenario,
        seed,
        isFull: options.full,
        at: options.at,
        folder: own,
        turns: inTurns,
        width,
      });
      console.log(
        `${found.failures.length === 0 ? '✓' : '✗'} ${name}: ${points} points, ${found.kills} kills, ${found.cuts > 0 ? `${found.cuts} cuts, ` : ''}${((Date.now() - started) / 1000).toFixed(1)} s`,
      );
      kills += found.kills;
      for (const failure of found.failures) {
        print(failure, `--engine ${engine.name} --scenario ${scenario.name} --seed ${seed}`);
        lost += failure.difference.lost.length;
        repeated += failure.difference.repeated.length;
        other += failure.difference.other.length;
      }
    });
  } finally {
    for (const engine of opened) await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
  if (other > 0) console.log(`${other} other differences`);
  console.log(`crash: ${kills} kills, ${lost} lost, ${repeated} repeated`);
  return lost + repeated + other === 0 && kills > 0 ? 0 : 1;
}

if (options.help) console.log(HELP);
else process.exitCode = await main();
