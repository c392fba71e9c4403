import type { Page } from '../page.ts';
import type { ReadableResource } from '../resource-definition.ts';
import type { ExtractOptions } from './extract-options.ts';
import { Extraction } from './extraction.ts';
import { failure } from './failure.ts';
import { mergeLanes } from './merge-lanes.ts';
import type { OpenableSource, OpenedSource } from './opened-source.ts';
import { planTrees, type TreeNode } from './plan-trees.ts';
import { readTree } from './read-tree.ts';

/**
 * Reads a source: its selected resources in order of declaration, those with `parallel` side by side with the rest.
 * Nothing is read faster than pages are taken; what is open is closed when reading ends, whatever the reason.
 *
 * @throws EXTRACT_FAILED around what code of the source throws, the reason of the signal, and the codes of cursors,
 * records and hints
 */
export async function* extractSource(source: OpenableSource, options: ExtractOptions): AsyncGenerator<Page> {
  const extraction = new Extraction(source.name, options);
  try {
    extraction.signal.throwIfAborted();
    yield* readOpened(await open(source, extraction), extraction);
  } finally {
    extraction.close();
  }
}

async function open(source: OpenableSource, extraction: Extraction): Promise<OpenedSource> {
  try {
    return await source.open(extraction.context);
  } catch (error) {
    throw failure(error, { source: source.name }, extraction.signal);
  }
}

/** Reads what an opened source has. */
export async function* readOpened(opened: OpenedSource, extraction: Extraction): AsyncGenerator<Page> {
  const trees = planTrees(extraction.source, opened);
  extraction.options.onResources?.(trees.flatMap(selectedIn));
  for (const tree of trees) forgetReplaced(tree, extraction);
  const isParallel = ({ resource }: TreeNode) => resource.hints.parallel === true;
  const lanes = trees.filter(isParallel).map((tree) => readTree(tree, extraction));
  const others = trees.filter((tree) => !isParallel(tree));
  if (others.length > 0) lanes.unshift(readAll(others, extraction));
  let isThrough = false;
  try {
    yield* lanes.length === 1 && lanes[0] ? lanes[0] : mergeLanes(lanes, () => extraction.stop());
    isThrough = true;
  } finally {
    if (!isThrough) extraction.stop();
  }
}

async function* readAll(trees: readonly TreeNode[], extraction: Extraction): AsyncGenerator<Page> {
  for (const tree of trees) yield* readTree(tree, extraction);
}

function selectedIn({ resource, isSelected, children }: TreeNode): ReadableResource[] {
  return [...(isSelected ? [resource] : []), ...children.flatMap(selectedIn)];
}

/** Who replaces everything starts from the beginning: what was remembered describes rows that will be gone. */
function forgetReplaced({ resource, children }: TreeNode, extraction: Extraction): void {
  const { writeDisposition } = resource.hints;
  const word = typeof writeDisposition === 'object' ? writeDisposition.disposition : writeDisposition;
  if (word === 'replace') extraction.forget(resource.name);
  for (const child of children) forgetReplaced(child, extraction);
}
