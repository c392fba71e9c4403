/**
 * How often a law is tried, and with what: the same cases every time, so that what fails here fails everywhere. The
 * report of a failure names the seed and the path to the smallest case.
 *
 * `LAW_RUNS=50` tries fifty times as many; `LAW_SEED=7` tries others, `LAW_SEED=random` others every time.
 *
 * @param usual cases where nobody asks for more.
 */
export function runs(usual = 100): { seed: number; numRuns: number } {
  const { LAW_RUNS: times = '1', LAW_SEED: seed = '20240229' } = process.env;
  return {
    seed: seed === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(seed),
    numRuns: Math.ceil(usual * Number(times)),
  };
}
