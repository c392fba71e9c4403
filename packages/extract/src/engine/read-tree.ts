import { isPromise } from '../is-promise.ts';
import { Marked, recordOf } from '../mark.ts';
import type { Page } from '../page.ts';
import type { Chunk } from '../read-data/read-chunks.ts';
import type { Extraction } from './extraction.ts';
import type { TreeNode } from './plan-trees.ts';
import { ResourceRun } from './resource-run.ts';

/** Reads a resource once, with all transformers it feeds. */
export async function* readTree(tree: TreeNode, extraction: Extraction): AsyncGenerator<Page> {
  const root = new ResourceRun(tree, extraction);
  try {
    if (!root.isFinished) yield* readRoot(root, extraction);
    yield* finish(root, extraction);
  } finally {
    closeWindows(root);
  }
}

async function* readRoot(root: ResourceRun, extraction: Extraction): AsyncGenerator<Page> {
  try {
    for await (const chunk of root.open()) {
      if (extraction.isTurnOver) await extraction.nextTurn();
      root.pulled += chunk.isPage ? 1 : chunk.items.length;
      yield* passOn(root, chunk);
      if (root.isFinished) break;
    }
  } catch (error) {
    throw root.fail(error);
  }
}

/** Takes records through the steps of a resource, into its pages, and to its transformers. */
async function* passOn(run: ResourceRun, chunk: Chunk): AsyncGenerator<Page> {
  const taken = run.take(chunk);
  const items = isPromise(taken) ? await taken : taken;
  if (items.length === 0 && chunk.items.length > 0) return;
  if (run.isSelected && run.write(items, chunk)) yield* handOn(run);
  if (run.children.length === 0) return;
  const records = items.filter((item) => !(item instanceof Marked && item.note.isTableOnly)).map(recordOf);
  for (const child of run.children)
    yield* feed(child, child.takesPages && chunk.isPage ? [records] : records);
}

/** Pages with the state that belongs to them. */
function* handOn(run: ResourceRun): Generator<Page> {
  // Records of a parent are only done with when its transformers are: its state waits for the end.
  if (run.children.length === 0) run.commit();
  yield* run.writer.takePages();
}

async function* feed(child: ResourceRun, items: readonly unknown[]): AsyncGenerator<Page> {
  if (child.isFinished) return;
  try {
    for await (const chunk of child.window.offer(items)) yield* passOn(child, chunk);
  } catch (error) {
    throw child.fail(error);
  }
}

async function* drain(run: ResourceRun): AsyncGenerator<Page> {
  try {
    for await (const chunk of run.window.drain()) yield* passOn(run, chunk);
  } catch (error) {
    throw run.fail(error);
  }
}

async function* finish(run: ResourceRun, extraction: Extraction): AsyncGenerator<Page> {
  yield* drain(run);
  if (run.isSelected) yield* handOn(run);
  for (const child of run.children) yield* finish(child, extraction);
  run.commit();
  if (run.isSelected)
    await extraction.options.onResourceEnd?.({
      resource: run.resource.name,
      tables: run.writer.tables,
      definitions: run.writer.definitions(),
      pulled: run.pulled,
      rows: run.writer.rows,
    });
}

function closeWindows(run: ResourceRun): void {
  run.window.close();
  run.children.forEach(closeWindows);
}
