import fc from 'fast-check';
import type { JsonObject } from '../json/json.ts';
import type { PythonDlt } from '../python.ts';
import { caseOf, convention, stream } from './arbitrary-case.ts';
import { compareSides } from './compare-sides.ts';

/** Streams that share a dataset: runs of dlt cost time, tables hardly any. */
const perDataset = 8;

/** Records of which the two sides make something else. */
export interface Disagreement {
  /** The number of the table, from 0. */
  readonly number: number;
  /** The records of that table, as a case. */
  readonly document: JsonObject;
  readonly why: readonly string[];
}

/**
 * Sends random records through the real dlt and through sluice, two loads into each table, and compares schema and
 * rows after either.
 *
 * @param seed the same records for the same seed
 * @param count tables
 */
export async function fuzz(
  { seed, count }: { seed: number; count: number },
  dlt: PythonDlt,
): Promise<Disagreement[]> {
  const streams = fc.sample(stream, { seed, numRuns: count });
  const conventions = fc.sample(convention, { seed, numRuns: Math.ceil(count / perDataset) });
  const datasets = conventions.map((naming, index) => {
    const first = index * perDataset;
    const own = streams.slice(first, first + perDataset);
    const alone = own.map((one, place) => ({ number: first + place, document: caseOf([one], naming) }));
    return { document: caseOf(own, naming), alone };
  });
  const together = await compareSides(
    datasets.map(({ document }) => document),
    dlt,
  );
  // A stream that fails takes its whole dataset along: then each has to answer for itself.
  const doubtful = datasets.flatMap(({ alone }, index) => {
    const { failed = true, why = [] } = together[index] ?? {};
    return failed || why.length > 0 ? alone : [];
  });
  const apart = await compareSides(
    doubtful.map(({ document }) => document),
    dlt,
  );
  return doubtful
    .map((one, index) => ({ ...one, why: apart[index]?.why ?? [] }))
    .filter(({ why }) => why.length > 0);
}
