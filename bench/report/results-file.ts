import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const path = join(import.meta.dirname, '../RESULTS.md');
const preface = `# Results

Written by \`pnpm bench\`; [what is measured, and how](../docs/benchmarks.md). Each contender runs in processes of its own,
by turns with the others; figures are medians of n runs. "sluice is 8 ×" means that sluice is eight times as fast as the
contender of that line; "by CPU" compares processor time, which suffers less where a machine is shared; "content: same" that its tables hold the same values as sluice's.
`;

/** Puts sections into RESULTS.md, each in place of the one with the same heading; `order` lists all headings. */
export function writeResults(sections: ReadonlyMap<string, string>, order: readonly string[]): void {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  writeFileSync(path, mergeSections(text, sections, order));
}

export function mergeSections(
  text: string,
  sections: ReadonlyMap<string, string>,
  order: readonly string[],
): string {
  const kept = text.split(/^(?=## )/m).slice(1);
  const all = new Map(kept.map((one) => [one.split('\n', 1)[0] ?? '', one.trim()]));
  for (const [heading, section] of sections) all.set(heading, section);
  const present = order.flatMap((heading) => all.get(heading) ?? []);
  return `${[preface.trim(), ...present].join('\n\n')}\n`;
}
