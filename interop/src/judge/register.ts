import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const REGISTER = fileURLToPath(new URL('../../../docs/dlt-compatibility.md', import.meta.url));

/** Tags that have a row in the register of differences: the first cell of a table row, in backticks. */
export function readRegister(): Set<string> {
  const text = existsSync(REGISTER) ? readFileSync(REGISTER, 'utf8') : '';
  return new Set([...text.matchAll(/^\|\s*`([^`]+)`/gm)].map((found) => found[1] ?? ''));
}
