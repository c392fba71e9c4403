import type { Baseline } from './baseline.ts';
import { choosePoints } from './choose-points.ts';
import type { Cut } from './cut-proxy.ts';
import type { Scene } from './scene.ts';
import { seeded } from './seeded.ts';
import type { Trial } from './trial.ts';

/** Of the messages to a server, one in so many is cut off; the seed says where that begins. */
const messageStep = 3;

/** How much is tried. */
export interface Extent {
  /** Every transition, not a sample. */
  readonly isFull: boolean;
  /** Only this point: the number or the name of a transition. */
  readonly at?: string | undefined;
}

/** Trials in a row, each interrupting later than the one before, until somebody has seen a run get through. */
export interface Trials extends Iterable<Trial> {
  isThrough: boolean;
}

/** Kills at transitions, kills by the clock, and cut connections where there are any. */
export function trialsOf(scene: Scene, baseline: Baseline, { isFull, at }: Extent): readonly Trials[] {
  const { scenario, seed } = scene;
  const { names, messages } = baseline;
  if (at !== undefined) return [row([killedAt(at, baseline)])];
  // What happens to one disposition alone is a part of what happens to all of them.
  if (!isFull || scenario.name.includes('/')) {
    const points = choosePoints(names, 1, seed, scenario.name);
    return [
      row(points.map((point) => killedAt(String(point), baseline))),
      row(killedInTime(scene, baseline, 1)),
      row(chosenCuts(scene, baseline)),
    ];
  }
  const offset = Math.floor(seeded(seed, scenario.name, 'offset') * messageStep);
  return [
    endless((point) => killedAt(String(point), baseline)),
    row(killedInTime(scene, baseline, 12)),
    row(chosenCuts(scene, baseline)),
    ...(messages.length === 0
      ? []
      : [endless((count) => cutAtMessage(count * messageStep - offset, scene, baseline))]),
  ];
}

function row(trials: readonly Trial[]): Trials {
  return { isThrough: false, [Symbol.iterator]: () => trials[Symbol.iterator]() };
}

/** The undisturbed run is not asked how many there are: the first run that gets through says so. */
function endless(trial: (number: number) => Trial): Trials {
  const trials: Trials = {
    isThrough: false,
    *[Symbol.iterator]() {
      for (let number = 1; !trials.isThrough; number++) yield trial(number);
    },
  };
  return trials;
}

function killedAt(at: string, { names }: Baseline): Trial {
  const name = names[Number(at) - 1];
  return { what: `killed at ${at}${name ? ` (${name})` : ''}`, interruptions: [{ kill: { at } }] };
}

/** Kills by the clock, anywhere between two transitions; some runs are killed a second time. */
function killedInTime({ scenario, seed }: Scene, { ms }: Baseline, count: number): Trial[] {
  return Array.from({ length: count }, (_, round) => {
    const chance = (key: string): number => seeded(seed, scenario.name, round, key);
    const shares = [chance('first'), ...(chance('again') < 0.5 ? [chance('second')] : [])];
    // A process has hardly started after a seventh of its time.
    const delays = shares.map((share) => Math.round(ms * (0.15 + share)));
    return {
      what: `killed after ${delays.join(' ms, then after ')} ms`,
      interruptions: delays.map((afterMs) => ({ kill: { afterMs } })),
    };
  });
}

/** The COMMIT of the last publish both ways, one of the others, and any message. */
function chosenCuts(scene: Scene, baseline: Baseline): Trial[] {
  const { scenario, seed } = scene;
  const { messages } = baseline;
  if (messages.length === 0) return [];
  const sql = 'COMMIT';
  const commits = messages.filter((message) => message === sql).length;
  const anyOf = (count: number, key: string): number =>
    1 + Math.floor(seeded(seed, scenario.name, key) * count);
  const cuts: Cut[] = [
    { at: { nth: commits, sql }, when: 'after' },
    { at: { nth: commits, sql }, when: 'before' },
    { at: { nth: anyOf(commits, 'commit'), sql }, when: 'after' },
    {
      at: { nth: anyOf(messages.length, 'message') },
      when: seeded(seed, scenario.name) < 0.5 ? 'before' : 'after',
    },
  ];
  return cuts.map((cut) => cutTrial(cut, baseline));
}

function cutAtMessage(nth: number, { scenario, seed }: Scene, baseline: Baseline): Trial {
  const when = seeded(seed, scenario.name, 'when', nth) < 0.5 ? 'before' : 'after';
  return cutTrial({ at: { nth }, when }, baseline);
}

function cutTrial(cut: Cut, { messages }: Baseline): Trial {
  const { nth, sql = messages[nth - 1] } = cut.at;
  const message =
    sql === undefined || sql === null ? `message ${nth}` : sql.replaceAll(/\s+/g, ' ').slice(0, 60);
  const which = cut.at.sql === undefined ? ` (message ${nth})` : ` (number ${nth})`;
  const fate = cut.when === 'before' ? 'before the server had' : 'before the answer to';
  return { what: `cut off ${fate} ${message}${which}`, interruptions: [{ cut }] };
}
