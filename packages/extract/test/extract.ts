import type { SourceState } from '@sluice/state';
import { nodeRuntime } from '../../schema/test/node-runtime.ts';
import {
  type ExtractOptions,
  extractSource,
  type Page,
  type Resource,
  Source,
  source,
} from '../src/index.ts';

export interface Extracted {
  readonly pages: readonly Page[];
  /** Records by table, in the order they came. */
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
  readonly state: SourceState;
}

/** Extracts a source, or resources as one, to the end. */
export async function extract(
  from: Source | Resource | readonly Resource[],
  options: Partial<ExtractOptions> = {},
): Promise<Extracted> {
  const state = (options.state ?? {}) as SourceState;
  const pages: Page[] = [];
  for await (const page of begin(from, { ...options, state })) pages.push(page);
  const tables: Record<string, unknown[]> = {};
  for (const { table, items } of pages) tables[table] = [...(tables[table] ?? []), ...items];
  return { pages, tables, state };
}

/** The same, page by page. */
export function begin(
  from: Source | Resource | readonly Resource[],
  options: Partial<ExtractOptions> = {},
): AsyncGenerator<Page> {
  const made =
    from instanceof Source ? from : source('src', () => ('name' in from ? [from as Resource] : [...from]))();
  return extractSource(made, { state: {}, runtime: nodeRuntime, ...options });
}

/** `count` records `{ n }`, from 1 on. */
export function numbers(count: number, from = 1): { n: number }[] {
  return Array.from({ length: count }, (_, index) => ({ n: from + index }));
}

/** A promise that is settled by hand. */
export function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Lets everything that can go on without waiting go on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
