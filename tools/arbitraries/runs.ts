/**
 * How often a law is tried. `LAW_RUNS=50` tries every one fifty times as often.
 *
 * @param usual cases where nobody asks for more. Default 100.
 */
export function runs(usual = 100): { numRuns: number } {
  const { LAW_RUNS: times = '1' } = process.env;
  return { numRuns: Math.ceil(usual * Number(times)) };
}
