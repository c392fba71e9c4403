import { printJson } from '../json/print.ts';
import type { PythonDlt } from '../python.ts';
import { fuzz } from './fuzz.ts';

/** `pnpm interop fuzz`: says which records the two sides treat differently, and how. Returns the exit code. */
export async function runFuzz(options: { seed: number; count: number }, dlt: PythonDlt): Promise<number> {
  const found = await fuzz(options, dlt);
  for (const { number, document, why } of found) {
    console.log(`✗ ${number} of seed ${options.seed}: ${printJson(document)}`);
    for (const line of why.slice(0, 10)) console.log(`    ${line}`);
  }
  console.log(`fuzz: ${options.count - found.length} passed, ${found.length} failed, 0 skipped`);
  return found.length === 0 ? 0 : 1;
}
