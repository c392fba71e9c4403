import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** A line of a unit table, read as plain JSON: for tables of documents, where no value needs more. */
// biome-ignore lint/suspicious/noExplicitAny: the tables hold cases of every shape
export type Case = { in: any; settings: any; out?: any; error?: string; label: string };

export function cases(table: string): Case[] {
  const file = new URL(`../../../interop/golden/units/${table}.jsonl`, import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line, index) => {
      const parsed = JSON.parse(line);
      const label = `${index + 1} ${JSON.stringify(parsed.in).slice(0, 60)} ${JSON.stringify(parsed.settings ?? {})}`;
      return { settings: {}, ...parsed, label };
    });
}

/** Runs a case: the outcome, or the failure where dlt fails too. */
export function judge({ out, error }: Case, run: () => unknown): void {
  if (error === undefined) expect(run()).toEqual(out);
  else expect(run).toThrow();
}
