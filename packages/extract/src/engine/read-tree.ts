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
    if (!root.isFinished)
      for await (const chunk of root.read()) {
        await extraction.takeTurns();
        yield* passOn(root, chunk);
        if (root.isFinished) break;
      }
    yield* finish(root, extraction);
  } finally {
    closeWindows(root);
  }
}

/** Takes records through the steps of a resource, into its pages, and to its transformers. */
async function* passOn(run: ResourceRun, chunk: Chunk): AsyncGenerator<Page> {
  const items = await run.take(chunk);
  if (items.length === 0 && chunk.items.length > 0) return;
  if (run.isSelected && run.write(items, chunk)) yield* handOn(run);
  if (run.children.length === 0) return;
  const records = items.filter((item) => !(item instanceof Marked && item.note.isTableOnly)).map(recordOf);
  for (const child of run.children) {
    if (child.takesPages && chunk.isPage) yield* feed(child, records);
    else for (const record of records) yield* feed(child, record);
  }
}

/** Pages with the state that belongs to them. */
function* handOn(run: ResourceRun): Generator<Page> {
  // Records of a parent are only done with when its transformers are: its state waits for the end.
  if (run.children.length === 0) run.commit();
  yield* run.writer.takePages();
}

async function* feed(child: ResourceRun, item: unknown): AsyncGenerator<Page> {
  if (child.isFinished) return;
  for await (const chunk of child.window.offer(item)) yield* passOn(child, chunk);
}

async function* finish(run: ResourceRun, extraction: Extraction): AsyncGenerator<Page> {
  for await (const chunk of run.window.drain()) yield* passOn(run, chunk);
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
