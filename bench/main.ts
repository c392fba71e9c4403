// pnpm bench [NAME…] [--help]: see docs/benchmarks.md.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments, usage } from './arguments.ts';
import { benchCache } from './data/data-set.ts';
import { measure } from './measure.ts';
import { checkRegression } from './regression.ts';

const options = readArguments(process.argv.slice(2));
if (options === 'help') {
  console.log(usage);
} else {
  mkdirSync(benchCache, { recursive: true });
  const folder = mkdtempSync(join(benchCache, 'run-'));
  const tidy = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', tidy);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
  const isFine = options.regression ? await checkRegression(options, folder) : await measure(options, folder);
  if (!isFine) process.exitCode = 1;
}
