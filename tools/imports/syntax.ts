/** A node of the syntax tree (ESTree with TypeScript's additions), as loosely as a walk needs it. */
export interface Node {
  type: string;
  start: number;
  [field: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** The nodes directly below a node, without those in the fields `except`. */
export function children(node: Node, except: readonly string[] = []): Node[] {
  return Object.entries(node).flatMap(([field, value]) => {
    if (except.includes(field)) return [];
    return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
  });
}
