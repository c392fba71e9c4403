import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { compareOutcomes } from '../canonical/compare.ts';
import type { Outcome } from '../canonical/outcome.ts';
import { readOutcome, writeOutcome } from '../canonical/outcome-file.ts';
import type { GoldenCase } from '../corpus.ts';
import { at, entriesOf, type Json, type JsonObject, listOf, object } from '../json/json.ts';
import { parseJson } from '../json/parse.ts';
import { printJson } from '../json/print.ts';

/** Our own outcome of a case that differs on purpose is `<case>.sluice.json`, beside dlt's. */
function pathOf(golden: GoldenCase): string {
  return golden.path.replace(/\.json$/, '.sluice.json');
}

/** What differs from the checked-in outcome. */
export function compareWithOwn(golden: GoldenCase, destination: string, ours: readonly Outcome[]): string[] {
  const path = pathOf(golden);
  if (!existsSync(path))
    return [`differs on purpose, and no ${golden.name}.sluice.json says how: run with --update`];
  const file = parseJson(readFileSync(path, 'utf8'));
  const checkedIn = listOf(at(file, 'outcomes', destination)).map((it) =>
    readOutcome(it, at(file, 'schemas')),
  );
  if (checkedIn.length !== ours.length) return [`${golden.name}.sluice.json has no outcome for each run`];
  return ours.flatMap((outcome, i) => {
    const expected = checkedIn[i];
    const lines = expected ? compareOutcomes(stable(outcome), expected, { strict: true }) : [];
    return lines.map((line) => `run ${i + 1}, beside ${golden.name}.sluice.json: ${line}`);
  });
}

export async function writeOwn(
  golden: GoldenCase,
  destination: string,
  ours: readonly Outcome[],
): Promise<void> {
  const path = pathOf(golden);
  const before = existsSync(path) ? parseJson(readFileSync(path, 'utf8')) : null;
  const outcomes = new Map<string, Json>(entriesOf(at(before, 'outcomes')));
  outcomes.set(
    destination,
    ours.map((outcome) => withoutSchemas(writeOutcome(stable(outcome)))),
  );
  const schemas = new Map<string, Json>(entriesOf(at(before, 'schemas')));
  for (const outcome of ours) for (const [hash, document] of outcome.schemas) schemas.set(hash, document);
  const file = object([
    ['case', golden.name],
    ['outcomes', outcomes],
    ['schemas', schemas],
  ]);
  await writeFile(path, `${printJson(file)}\n`);
}

/** Messages are for people and may change. */
function stable(outcome: Outcome): Outcome {
  if (!outcome.error) return outcome;
  const { message: _, ...error } = outcome.error;
  return { ...outcome, error };
}

function withoutSchemas(outcome: JsonObject): JsonObject {
  return object([...outcome].filter(([key]) => key !== 'schemas'));
}
