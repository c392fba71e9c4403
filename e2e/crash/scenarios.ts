import { incremental, type PipelineOptions, type ResourceHints, resource, source } from 'sluice';
import type { EngineName } from './destination.ts';
import { batch, type Shape } from './records.ts';

/** One thing a pipeline does in a process of its own. */
interface Step {
  /**
   * `abort`: throws away what is pending, then runs. `retry`: loads the rows that wait, once nothing stands against them
   * any more.
   */
  readonly action: 'run' | 'extract' | 'abort' | 'retry';
  data(seed: number): unknown;
}

/** A way to come to a load, and the load. Whatever the steps give, giving it twice adds nothing. */
export interface Scenario {
  readonly name: string;
  /** In the order they run, each in a fresh process. The last one is the one that gets killed. */
  readonly steps: readonly Step[];
  /** Passed to the pipeline. */
  readonly options: Partial<PipelineOptions>;
  /** Where it can be played. */
  readonly engines: readonly EngineName[];
  /** Whether packages are thrown away: one that was published by then is not remembered as loaded. */
  readonly forgets: boolean;
}

const dispositions = ['append', 'replace', 'merge'] as const;
/** The ways of merging besides the usual one. */
const strategies = ['upsert', 'insert-only', 'scd2', 'cdc'] as const;
type Disposition = (typeof dispositions | typeof strategies)[number];

/** The resources a source has at its n-th reading: one of each disposition. */
type Resources = (number: number, seed: number, dispositions: readonly Disposition[]) => unknown[];

interface Situation {
  readonly name: string;
  /** What runs, and on which reading of the source. */
  readonly steps: readonly (readonly [Step['action'], reading: number])[];
  readonly resources: Resources;
  /** What its resources are, one of each. Default: the write dispositions. */
  readonly dispositions?: readonly Disposition[];
  /** Whether it is another one for each disposition. */
  readonly splits: boolean;
  /** Passed to the pipeline. */
  readonly options?: Partial<PipelineOptions>;
  /** Default: all. */
  readonly engines?: readonly EngineName[];
}

const situations: readonly Situation[] = [
  { name: 'first-load', steps: [['run', 1]], resources: loose({}), splits: true },
  {
    name: 'evolving-schema',
    steps: [
      ['run', 1],
      ['run', 2],
    ],
    resources: loose({ evolves: true }),
    splits: true,
  },
  {
    name: 'nested',
    steps: [
      ['run', 1],
      ['run', 2],
    ],
    resources: loose({ nested: true }),
    splits: true,
  },
  {
    name: 'strategies',
    steps: [
      ['run', 1],
      ['run', 2],
    ],
    resources: loose({ nested: true, evolves: true }),
    dispositions: [...strategies, 'replace'],
    splits: true,
    options: { replaceStrategy: 'truncate-and-insert' },
  },
  {
    name: 'swapped',
    steps: [
      ['run', 1],
      ['run', 2],
    ],
    resources: loose({ nested: true, evolves: true }),
    dispositions: ['replace'],
    splits: false,
    options: { replaceStrategy: 'staging-optimized' },
    engines: ['postgres'],
  },
  {
    name: 'without-a-table',
    steps: [
      ['run', 1],
      ['run', 2],
    ],
    resources: refusedToo,
    splits: false,
    options: { onTableFailure: 'continue', keepPackages: 1 },
  },
  {
    name: 'retried',
    steps: [
      ['run', 1],
      ['retry', 1],
    ],
    resources: refusedToo,
    splits: false,
    options: { onTableFailure: 'continue' },
  },
  {
    name: 'pending',
    steps: [
      ['run', 1],
      ['extract', 2],
      ['run', 3],
    ],
    resources: loose({ evolves: true }),
    splits: true,
  },
  {
    name: 'two-pending',
    steps: [
      ['extract', 1],
      ['extract', 2],
      ['run', 3],
    ],
    resources: loose({}),
    splits: true,
  },
  {
    name: 'aborted',
    steps: [
      ['run', 1],
      ['extract', 2],
      ['abort', 2],
    ],
    resources: loose({}),
    splits: false,
  },
  {
    name: 'two-schemas',
    steps: [
      ['run', 1],
      ['run', 2],
    ],
    resources: twoSources,
    splits: false,
  },
  {
    name: 'own-state',
    steps: [
      ['run', 1],
      ['run', 2],
    ],
    resources: stateful,
    splits: false,
  },
  {
    name: 'local-state',
    steps: [
      ['run', 1],
      ['run', 2],
    ],
    resources: stateful,
    splits: false,
    options: { restore: false },
  },
  {
    name: 'several-parts',
    steps: [
      ['run', 1],
      ['run', 2],
    ],
    resources: manyRows,
    splits: false,
  },
];

/** Every situation with all dispositions in one run, then with each alone. */
export const scenarios: readonly Scenario[] = [
  ...situations.map((situation) => scenario(situation, situation.name, dispositionsOf(situation))),
  ...situations
    .filter(({ splits }) => splits)
    .flatMap((situation) =>
      dispositionsOf(situation).map((one) => scenario(situation, `${situation.name}/${one}`, [one])),
    ),
];

function dispositionsOf(situation: Situation): readonly Disposition[] {
  return situation.dispositions ?? dispositions;
}

function scenario(
  { steps, resources, options = {}, engines = ['duckdb', 'postgres'] }: Situation,
  name: string,
  chosen: readonly Disposition[],
): Scenario {
  return {
    name,
    options,
    engines,
    forgets: steps.some(([action]) => action === 'abort'),
    steps: steps.map(([action, number]) => ({
      action,
      data: (seed) => resources(number, seed, chosen),
    })),
  };
}

/** Resources of the default schema. */
function loose(shape: Shape): Resources {
  return (number, seed, chosen) =>
    chosen.map((disposition) => resourceOf(tableOf[disposition], disposition, number, seed, shape));
}

const tableOf: Readonly<Record<Disposition, string>> = {
  append: 'log',
  replace: 'snapshot',
  merge: 'current',
  upsert: 'upserted',
  'insert-only': 'firsts',
  scd2: 'history',
  cdc: 'mirror',
};

/**
 * What a reading gives is given at no other one: whatever is sealed must not get lost. What is killed before is read
 * again, and a cursor keeps what is added or merged from being taken twice. Where a reading is all there is, taking it
 * twice changes nothing.
 */
function resourceOf(name: string, disposition: Disposition, number: number, seed: number, shape: Shape) {
  return resource(name, hintsOf(disposition, number), () => batch(number, seed, shape));
}

function hintsOf(disposition: Disposition, number: number): ResourceHints<never, number | undefined> {
  const onlyNew = { cursor: incremental<number>('seq'), primaryKey: 'id' };
  switch (disposition) {
    case 'append':
    case 'merge':
      return { writeDisposition: disposition, ...onlyNew };
    case 'replace':
      return { writeDisposition: disposition };
    case 'upsert':
    case 'insert-only':
      return { writeDisposition: { disposition: 'merge', strategy: disposition }, ...onlyNew };
    case 'cdc':
      return { writeDisposition: { disposition: 'merge', strategy: disposition }, primaryKey: 'id' };
    case 'scd2': {
      const boundaryTimestamp = new Date(Date.UTC(2024, 0, number));
      return { writeDisposition: { disposition: 'merge', strategy: disposition, boundaryTimestamp } };
    }
  }
}

/** The table whose rows the destination refuses: they have no value where there must be one. */
export const refusedTable = 'refused';

function refusedToo(number: number, seed: number): unknown[] {
  const hints = {
    ...hintsOf('append', number),
    columns: { must: { dataType: 'bigint', nullable: false } },
  } as const;
  return [
    resource(refusedTable, hints, () => batch(number, seed, { nested: true })),
    resourceOf(tableOf.append, 'append', number, seed, {}),
  ];
}

/** Two sources in one run: two packages that must go in together. */
function twoSources(number: number, seed: number): unknown[] {
  const of = (name: string, chosen: readonly Disposition[], shape: Shape) =>
    source(name, () =>
      chosen.map((disposition) =>
        resourceOf(`${name}_${tableOf[disposition]}`, disposition, number, seed, shape),
      ),
    )();
  return [of('shop', ['append', 'merge'], {}), of('crm', ['append', 'replace'], { evolves: true })];
}

/**
 * Sources that start where the state says and look at nothing else: a state that is ahead of the data loses rows, one
 * that is behind repeats some.
 */
function stateful(number: number): unknown[] {
  const end = number * 20;
  const ticks = resource(
    'ticks',
    { cursor: incremental<number>('n', { initialValue: 0, range: { start: 'open' } }) },
    function* ({ cursor }) {
      for (let n = Number(cursor.startValue) + 1; n <= end; n++) yield { n };
    },
  );
  const pages = resource('pages', {}, function* ({ state }) {
    for (let page = Number(state.page ?? 0) + 1; page <= end; page++) {
      state.page = page;
      yield { page, lines: [{ of: page }, { of: page }] };
    }
  });
  return [ticks, pages];
}

/** More rows than one part file takes; a column of integers becomes one of doubles in the second part. */
function manyRows(number: number): unknown[] {
  const readings = resource('readings', { cursor: incremental<number>('seq') }, function* () {
    if (number === 1) yield { seq: 0 };
    else for (let seq = 1; seq <= 65_600; seq++) yield { seq, value: seq < 65_590 ? seq : seq + 0.5 };
  });
  return [readings];
}
