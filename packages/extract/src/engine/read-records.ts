import { portableRuntime } from '@sluice/schema';
import type { ReadableResource } from '../resource-definition.ts';
import { readOpened } from './extract-source.ts';
import { Extraction } from './extraction.ts';

/** The records of one resource, outside a pipeline: states start empty and are thrown away. */
export async function* readRecords(resource: ReadableResource): AsyncGenerator<unknown> {
  const extraction = new Extraction(resource.name, { state: {}, runtime: portableRuntime });
  const opened = {
    resources: [resource],
    isSelected: () => true,
    change: (unchanged: ReadableResource) => unchanged,
  };
  try {
    for await (const page of readOpened(opened, extraction)) yield* page.items;
  } finally {
    extraction.close();
  }
}
