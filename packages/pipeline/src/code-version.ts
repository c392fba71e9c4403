import { readFileSync } from 'node:fs';

/** Version of this package: recorded in every load package, so that a reader knows which code wrote it. */
export function codeVersion(): string {
  const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
