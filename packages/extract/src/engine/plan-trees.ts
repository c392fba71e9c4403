import { SluiceError } from '@sluice/schema';
import type { ReadableResource } from '../resource-definition.ts';
import type { OpenedSource } from './opened-source.ts';

/** A resource that is read, and the transformers it feeds. */
export interface TreeNode {
  readonly resource: ReadableResource;
  /** Its own records are loaded; otherwise they only feed transformers. */
  readonly isSelected: boolean;
  readonly children: TreeNode[];
}

/**
 * What has to be read, as trees of transformers under resources, in order of declaration. `from` means the resource
 * of that name: a changed copy in the source takes the place of the original. Each is there once, however many it
 * feeds.
 *
 * @throws TRANSFORMER_UNBOUND, RESOURCE_DUPLICATE
 */
export function planTrees(source: string, { resources, isSelected, change }: OpenedSource): TreeNode[] {
  const listed = new Map(resources.map((resource) => [resource.name, resource]));
  const nodes = new Map<string, { original: ReadableResource; node: TreeNode }>();
  const roots: TreeNode[] = [];

  const resolve = (from: ReadableResource): ReadableResource => {
    const namesake = listed.get(from.name) ?? nodes.get(from.name)?.original;
    if (!namesake || namesake === from) return from;
    if (isCopyOf(namesake, from)) return namesake;
    throw new SluiceError('RESOURCE_DUPLICATE', 'Two different resources of a source have one name', {
      place: { source, resource: from.name },
      remedy: 'Rename one of them with as(name), or use the same one for its transformers',
    });
  };

  const place = (original: ReadableResource): TreeNode => {
    const known = nodes.get(original.name);
    if (known) return known.node;
    const isOwn = listed.get(original.name) === original;
    const resource = change(original);
    const node: TreeNode = { resource, isSelected: isOwn && isSelected(resource), children: [] };
    const { head } = original.definition;
    if (head.kind === 'producer') roots.push(node);
    else if (head.from) place(resolve(head.from)).children.push(node);
    else throw unbound(source, original.name);
    nodes.set(original.name, { original, node });
    return node;
  };

  for (const resource of resources) if (isSelected(change(resource))) place(resource);
  return roots;
}

function isCopyOf(copy: ReadableResource, original: ReadableResource): boolean {
  for (let at: ReadableResource | null = copy; at; at = at.definition.origin)
    if (at === original) return true;
  return false;
}

function unbound(source: string, resource: string): SluiceError {
  return new SluiceError('TRANSFORMER_UNBOUND', 'Nothing says which resource feeds a transformer', {
    place: { source, resource },
    remedy: 'Set `from`, or use resource.pipe(transformer)',
  });
}
