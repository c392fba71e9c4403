import type { SourceContext } from '../context.ts';
import type { ReadableResource } from '../resource-definition.ts';

/** A source as the engine sees it. */
export interface OpenableSource {
  readonly name: string;
  open(context: SourceContext): Promise<OpenedSource>;
}

/** The resources of a source, and which of them are to be loaded. */
export interface OpenedSource {
  /** In order of declaration, as the function returned them. */
  readonly resources: readonly ReadableResource[];
  isSelected(resource: ReadableResource): boolean;
  /** What was changed for all of them, to be applied to each that is read. */
  change(resource: ReadableResource): ReadableResource;
}
