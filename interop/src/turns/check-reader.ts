import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareOutcomes } from '../canonical/compare.ts';
import { type DestinationName, dumpDatasets } from '../canonical/dump.ts';
import { readOutcome, writeOutcome } from '../canonical/outcome-file.ts';
import { datasetsOf, type GoldenCase } from '../corpus.ts';
import { parseJson } from '../json/parse.ts';
import { printJson } from '../json/print.ts';
import { describePlace, newPlace } from '../place.ts';
import type { PythonDlt } from '../python.ts';
import { withFolder } from '../temporary-folder.ts';

/**
 * dlt runs a case; its own dump, ours of the same datasets, and the expected outcome must be one. What differs comes
 * back, a line each. This is what makes our reader a judge.
 */
export function checkReader(
  golden: GoldenCase,
  destination: DestinationName,
  dlt: PythonDlt,
): Promise<readonly string[]> {
  return withFolder(async (folder) => {
    const place = await newPlace(destination, folder);
    const [dump, ours] = [join(folder, 'dlt.json'), join(folder, 'ours.json')];
    const ran = await dlt.run(['run', golden.path, '--destination', describePlace(place), '--dump', dump]);
    if (!existsSync(dump)) return [`dlt made no dump: ${ran.stderr.slice(-300)}`];
    const theirs = readOutcome(parseJson(readFileSync(dump, 'utf8')));
    const read = { ...theirs, ...(await dumpDatasets(place, datasetsOf(golden.document), golden.fixedIds)) };
    const expected = golden.outcomes.get(destination)?.at(-1);
    const found = compareOutcomes(read, theirs, { strict: true }).map((line) => `beside dlt's dump: ${line}`);
    if (expected)
      found.push(...compareOutcomes(read, expected).map((line) => `beside the expected file: ${line}`));
    await writeFile(ours, printJson(writeOutcome(read)));
    const compared = await dlt.run(['compare', ours, dump, '--strict']);
    if (compared.code !== 0)
      found.push(`dlt_side.py compare: ${compared.stdout.slice(0, 500)}${compared.stderr}`);
    return found;
  });
}
