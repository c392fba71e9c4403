import type { GoldenCase } from '../corpus.ts';
import type { Result } from '../result.ts';
export async function runCases(_picked: readonly GoldenCase[], _options: object): Promise<Result[]> {
  return [];
}
