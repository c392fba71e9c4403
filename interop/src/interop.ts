import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { DestinationName } from './canonical/dump.ts';
import { readCases } from './corpus.ts';
import { fuzz } from './fuzz/fuzz.ts';
import { runFuzz } from './fuzz/run-fuzz.ts';
import { readKnownFailures } from './known-failures.ts';
import { NoPythonError, type PythonDlt, pythonDlt } from './python.ts';
import { checkDocuments } from './schemas/check-documents.ts';
import { shareFolders } from './schemas/share-folders.ts';
import { sideBySide } from './side-by-side.ts';
import { checkReader } from './turns/check-reader.ts';
import { continueDemo } from './turns/demo.ts';
import { continueAdopted, continueWidened } from './turns/migrations.ts';
import { continueState } from './turns/state-values.ts';
import { takeTurns } from './turns/take-turns.ts';

const HELP = `pnpm interop [--all] [--destination NAME] [--only NAME]
pnpm interop fuzz [--seed NUMBER] [--count TABLES]

sluice and the real Python dlt take turns on one dataset; both orders; and our reader of datasets is compared
with dlt's. Needs Python 3.11: an environment with the pinned dlt is made in the user's cache folder.

  --all                every case with several runs, not only a chosen few
  --destination NAME   duckdb or postgres; default: both
  --only NAME          only this case, demo, state-values, migrations, schemas or fuzz. Repeatable

fuzz sends random records through both, into so many tables (default 200), and compares schemas and rows. The same
seed (default 1) gives the same records.`;

const KNOWN_FAILURES = fileURLToPath(new URL('../known-failures.txt', import.meta.url));
const GOLDEN = fileURLToPath(new URL('../golden', import.meta.url));

/** What taking turns is most likely to break: keys and children, cursors, new columns, history, state, variants. */
const CHOSEN = [
  'merge-pk',
  'merge-hard-delete-nested',
  'inc-basic',
  'inc-datetime',
  'inc-boundary-row',
  'evolve-add-columns',
  'evolve-new-source',
  'infer-variant-over-runs',
  'nest-child-appears-later',
  'replace-one-of-two',
  'scd2-basic',
  'state-resource',
];

/** One waits for dlt while the other works; more would wait for the same processors. */
const PARALLEL = 2;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '200' },
    all: { type: 'boolean', default: false },
    destination: { type: 'string', default: '' },
    only: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});

/** A check gives back what is wrong. */
interface Check {
  readonly name: string;
  readonly skipped?: boolean;
  run(dlt: PythonDlt): Promise<readonly string[]>;
}

const DESTINATIONS: readonly DestinationName[] = ['duckdb', 'postgres'];

function checks(destination: DestinationName): Check[] {
  const cases = readCases(GOLDEN).filter(({ outcomes }) => outcomes.has(destination));
  const isPicked = (name: string): boolean => options.only.length === 0 || options.only.includes(name);
  const unfinished = readKnownFailures(KNOWN_FAILURES);
  const severalRuns = cases.filter(({ outcomes }) => (outcomes.get(destination)?.length ?? 0) > 1);
  const turns = severalRuns.filter(({ name }) =>
    options.only.length > 0 ? isPicked(name) : options.all || CHOSEN.includes(name),
  );
  const read = cases.filter(({ name }, i) => (options.only.length > 0 ? isPicked(name) : i % 8 === 0));
  const demo: Check[] = (['sluice', 'dlt'] as const).map((first) => ({
    name: `${destination}, the demo: ${first} begins, ${first === 'dlt' ? 'sluice' : 'dlt'} goes on`,
    run: (dlt) => continueDemo(destination, first, dlt),
  }));
  const state: Check = {
    name: `${destination}, a state with every type: dlt begins, both go on`,
    run: (dlt) => continueState(destination, dlt),
  };
  const migrations: Check[] = [
    {
      name: `${destination}, columns that sluice has widened: dlt goes on`,
      run: (dlt) => continueWidened(destination, dlt),
    },
    {
      name: `${destination}, a table that sluice has adopted: dlt goes on`,
      run: (dlt) => continueAdopted(destination, dlt),
    },
  ];
  return [
    ...(isPicked('demo') ? demo : []),
    ...(isPicked('state-values') ? [state] : []),
    ...(isPicked('migrations') ? migrations : []),
    ...turns.flatMap((golden) => {
      // What sluice does not get right alone would only fail again.
      const isUnfinished = unfinished.has(`cases/${destination}/${golden.name}`);
      return (['sluice', 'dlt'] as const).map((first) => ({
        name: `${destination}, ${golden.name}: ${first} begins, ${first === 'dlt' ? 'sluice' : 'dlt'} goes on`,
        skipped: isUnfinished,
        run: (dlt: PythonDlt) => takeTurns(golden, destination, first, dlt),
      }));
    }),
    ...read.map((golden) => ({
      name: `${destination}, ${golden.name}: read alike`,
      run: (dlt: PythonDlt) => checkReader(golden, destination, dlt),
    })),
  ];
}

/** Schemas as documents and as files: no destination has a say in them. */
function schemaChecks(): Check[] {
  if (options.only.length > 0 && !options.only.includes('schemas')) return [];
  return [
    { name: 'schemas: documents and files, byte for byte', run: checkDocuments },
    {
      name: 'schemas: folders of files that sluice began, and dlt goes on',
      run: (dlt) => shareFolders('sluice', dlt),
    },
    {
      name: 'schemas: folders of files that dlt began, and sluice goes on',
      run: (dlt) => shareFolders('dlt', dlt),
    },
  ];
}

/** A few random records, the same ones every time. */
function fuzzCheck(): Check[] {
  if (options.only.length > 0 && !options.only.includes('fuzz')) return [];
  const run = async (dlt: PythonDlt) => {
    const found = await fuzz({ seed: 1, count: 16 }, dlt);
    return found.flatMap(({ number, why }) => why.map((line) => `table ${number}: ${line}`));
  };
  return [{ name: 'duckdb, random records', run }];
}

async function main(): Promise<number> {
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const picked = DESTINATIONS.filter((name) => options.destination === '' || options.destination === name);
  const all = [...schemaChecks(), ...fuzzCheck(), ...picked.flatMap(checks)];
  let dlt: PythonDlt;
  try {
    dlt = await pythonDlt();
  } catch (error) {
    if (!(error instanceof NoPythonError)) throw error;
    console.log(`SKIPPED: the real dlt is not available here (${error.message})`);
    console.log(`interop: 0 passed, 0 failed, ${all.length} skipped`);
    return 0;
  }
  if (positionals[0] === 'fuzz')
    return runFuzz({ seed: Number(options.seed), count: Number(options.count) }, dlt);
  let [passed, failed, skipped] = [0, 0, 0];
  await sideBySide(all, PARALLEL, async ({ name, run, skipped: isSkipped }) => {
    if (isSkipped) {
      skipped += 1;
      console.log(`- ${name}: SKIPPED, a known failure`);
      return;
    }
    const why = await run(dlt).catch((error: unknown) => [String(error)]);
    if (why.length === 0) passed += 1;
    else failed += 1;
    console.log(`${why.length === 0 ? '✓' : '✗'} ${name}`);
    for (const line of why.slice(0, 10)) console.log(`    ${line}`);
  });
  console.log(`interop: ${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
