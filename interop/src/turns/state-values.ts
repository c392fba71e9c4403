import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DestinationName } from '../canonical/dump.ts';
import type { Outcome } from '../canonical/outcome.ts';
import { at, entriesOf, type Json, object } from '../json/json.ts';
import { parseJson } from '../json/parse.ts';
import { compact } from '../json/print.ts';
import type { PythonDlt } from '../python.ts';
import { withFolder } from '../temporary-folder.ts';
import { play, type Side } from './take-turns.ts';

const tag = ($type: string, v: unknown) => ({ $type, v });

/** One value of every type that a state can hold. */
const remembered = {
  instant: tag('datetime', '2024-01-01T10:00:00+00:00'),
  abroad: tag('datetime', '2024-01-01T10:00:00.000123+02:00'),
  'long ago': tag('datetime', '0001-01-01T00:00:00+00:00'),
  'wall clock': tag('datetime', '2024-01-01T10:00:00.5'),
  day: tag('date', '2024-02-29'),
  time: tag('time', '10:20:30.000004'),
  'time abroad': tag('time', '23:20:30-05:00'),
  decimal: tag('decimal', '1.50'),
  'large decimal': tag('decimal', '1E+5'),
  'decimal zero': tag('decimal', '-0E-10'),
  wei: tag('wei', '115792089237316195423570985008687907853269984665640564039457584007913129639935'),
  bytes: tag('bytes', 'AAECAw=='),
  'no bytes': tag('bytes', ''),
  hex: tag('hexbytes', '0x00ff'),
  uuid: tag('uuid', '123e4567-e89b-12d3-a456-426614174000'),
  'beyond 2^53': tag('bigint', '9007199254740993'),
  largest: tag('bigint', '18446744073709551615'),
  smallest: tag('bigint', '-9223372036854775808'),
  one: tag('float', '1.0'),
  'minus zero': tag('float', '-0.0'),
  large: tag('float', '1e+16'),
  small: 1e-7,
  fraction: 0.1,
  truth: [true, false, null],
  text: 'ünï😀 \u2028 "\\"',
  nested: {
    list: [[], {}, [tag('date', '2024-01-01')]],
    deep: { at: tag('datetime', '2024-01-01T00:00:00+00:00') },
  },
  ordered: tag('object', [
    ['2', 'b'],
    ['1', 'a'],
    ['__proto__', { own: true }],
  ]),
};

const sides: readonly Side[] = ['dlt', 'sluice', 'sluice', 'dlt', 'sluice'];
/** What the resource writes into its state, run by run; nothing where it is left out. */
const written = [remembered, undefined, { touched: 1 }, undefined, undefined];

/**
 * dlt remembers a value of every type; sluice and dlt go on in turns, each from the destination alone. Who changes
 * nothing stores no new state, and what one of them does not touch comes back as it was.
 */
export function continueState(destination: DestinationName, dlt: PythonDlt): Promise<readonly string[]> {
  return withFolder(async (folder) => {
    const path = join(folder, 'state-values.json');
    const runs = written.map((state, x) => ({
      sources: [{ name: 'src', resources: [{ name: 't', ...(state && { state }), data: [[{ x }]] }] }],
    }));
    const text = JSON.stringify({ name: 'state-values', tags: [], runs });
    await writeFile(path, text);
    const golden = { name: 'state-values', path, document: parseJson(text), fixedIds: new Set<string>() };
    return judge(await play(golden, destination, sides, dlt));
  });
}

function judge(outcomes: readonly Outcome[]): string[] {
  const why: string[] = [];
  const counts = outcomes.map((outcome) => statesOf(outcome).length);
  if (counts.join() !== '1,1,2,2,2') why.push(`states stored after each run: ${counts.join()}`);
  const [first = null, second = null] = statesOf(outcomes.at(-1)).map(memoryOf);
  const touched = object([...entriesOf(first), ['touched', 1n] as const]);
  if (entriesOf(first).length !== Object.keys(remembered).length) why.push(`dlt remembers ${compact(first)}`);
  if (compact(second) !== compact(touched)) why.push(`${compact(second)} != ${compact(touched)}`);
  for (const [i, { error }] of outcomes.entries()) if (error) why.push(`run ${i + 1}: ${error.message}`);
  return why;
}

/** The stored states, the oldest first. */
function statesOf(outcome: Outcome | undefined): Json[] {
  const table = outcome?.datasets?.get('golden_data')?.get('_dlt_pipeline_state');
  const place = table?.columns.findIndex(({ name }) => name === 'state') ?? -1;
  return (table?.rows ?? []).map((row) => row[place] ?? null);
}

function memoryOf(state: Json): Json {
  return at(state, 'v', 'sources', 'src', 'resources', 't') ?? null;
}
