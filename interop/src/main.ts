import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCases } from './cases/run-cases.ts';
import { readCases, readUnits } from './corpus.ts';
import { readRegister } from './judge/register.ts';
import { checkRatchet, readKnownFailures, updateKnown, writeKnownFailures } from './known-failures.ts';
import { count, destinationLines, detailLines, groupLines } from './report.ts';
import type { Result } from './result.ts';
import { adapters } from './units/adapters.ts';
import { runUnits } from './units/run-units.ts';

const HELP = `pnpm golden [options] [DIR…]

Runs the golden corpus (or each DIR with units/ and cases/) through sluice and compares with what the real dlt did.

  --destination NAME   only cases and lines of unit files that are for this one (duckdb, postgres or filesystem).
                       Repeatable
  --tag TAG            only cases with this tag. Repeatable
  --only NAME          only this case or unit file. Repeatable
  --details            what differs, for every failure
  --update             rewrites the list of known failures and the expected differences`;

const GOLDEN = fileURLToPath(new URL('../golden', import.meta.url));
const KNOWN_FAILURES = fileURLToPath(new URL('../known-failures.txt', import.meta.url));

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    destination: { type: 'string', multiple: true, default: [] },
    tag: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', multiple: true, default: [] },
    details: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const isOwnCorpus = positionals.length === 0;
const register = readRegister();

async function runCorpus(folder: string): Promise<{ units: Result[]; cases: Result[] }> {
  const { tag: tags, only, destination: destinations } = options;
  const isPicked = (name: string): boolean => only.length === 0 || only.includes(name);
  const units: Result[] = [];
  const files = tags.length === 0 ? readUnits(folder).filter(({ name }) => isPicked(name)) : [];
  for (const file of files) {
    units.push(...(await runUnits(file, adapters[file.name], { register, destinations })));
  }
  const picked = readCases(folder).filter(
    (golden) => isPicked(golden.name) && (tags.length === 0 || golden.tags.some((tag) => tags.includes(tag))),
  );
  const cases = await runCases(picked, { destinations, isOwnCorpus, update: options.update });
  return { units, cases };
}

async function main(): Promise<number> {
  if (options.help) {
    console.log(HELP);
    return 0;
  }
  const units: Result[] = [];
  const cases: Result[] = [];
  for (const folder of isOwnCorpus ? [GOLDEN] : positionals) {
    if (!existsSync(folder)) throw new Error(`no folder ${folder}`);
    const results = await runCorpus(folder);
    units.push(...results.units);
    cases.push(...results.cases);
  }
  const results = [...units, ...cases];
  for (const line of groupLines(units)) console.log(line);
  for (const line of groupLines(cases)) console.log(line);
  for (const line of destinationLines(results)) console.log(line);

  const isOk = isOwnCorpus ? await ratchet(results) : judgeForeign(results);
  const { passed, failed, different } = count(results);
  console.log(`golden: ${passed} passed, ${failed} failed, ${different} different on purpose`);
  return isOk ? 0 : 1;
}

/** Our own corpus: only what the list of known failures does not say is wrong. */
async function ratchet(results: readonly Result[]): Promise<boolean> {
  const known = existsSync(KNOWN_FAILURES) ? readKnownFailures(KNOWN_FAILURES) : new Set<string>();
  if (options.update) {
    await writeKnownFailures(KNOWN_FAILURES, updateKnown(results, known));
    return true;
  }
  const { broken, mended } = checkRatchet(results, known);
  printDetails(options.details ? results.filter(({ verdict }) => verdict === 'failed') : broken.slice(0, 20));
  if (broken.length > 0) console.log(`${broken.length} fail that are not in known-failures.txt`);
  if (mended.length > 0) {
    console.log(`${mended.length} in known-failures.txt pass now: ${mended.slice(0, 10).join(', ')}`);
    console.log('Run `pnpm golden --update` and commit the list.');
  }
  return broken.length === 0 && mended.length === 0;
}

function judgeForeign(results: readonly Result[]): boolean {
  const failed = results.filter(({ verdict }) => verdict === 'failed');
  printDetails(options.details ? failed : failed.slice(0, 20));
  return failed.length === 0;
}

function printDetails(results: readonly Result[]): void {
  const limit = options.details || options.only.length > 0 ? 20 : 3;
  for (const result of results) for (const line of detailLines(result, limit)) console.log(line);
}

// One case must not take the others with it; it must not go unnoticed either.
let isClean = true;
process.on('unhandledRejection', (error) => {
  isClean = false;
  console.log(`✗ an error that nobody handled: ${String(error)}`);
});
const exitCode = await main();
process.exitCode = isClean ? exitCode : 1;
