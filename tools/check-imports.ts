// Compares every package.json and every import with the table of who may import whom, and looks for cycles.
import { relative, resolve } from 'node:path';
import { findViolations } from './imports/find-violations.ts';

const root = resolve(process.argv[2] ?? resolve(import.meta.dirname, '..'));
const violations = findViolations(root);
for (const violation of violations) console.error(violation);
if (violations.length > 0) {
  console.error(`\n${violations.length} violation(s) in ${relative(process.cwd(), root) || '.'}`);
  process.exitCode = 1;
}
