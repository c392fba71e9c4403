import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';
import { children, isNode, type Node } from '../imports/syntax.ts';

/** The only functions that put quotes around something: one for names, one for texts where parameters are not taken. */
const quoting = new Set(['quote', 'literal']);

/**
 * The places of a file where quotes stand around what is spliced into a statement, `line: text` each. Sentences for
 * people, which have words beside each other in lower case, are no statements.
 */
export function handQuoted(path: string, text = readFileSync(path, 'utf8')): string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'FunctionDeclaration' && quoting.has(nameOf(node.id))) return;
    if (isQuotedByHand(node)) found.push(placeOf(node, text));
    for (const child of children(node)) visit(child);
  };
  visit(parseSync(path, text).program as unknown as Node);
  return found;
}

function isQuotedByHand(node: Node): boolean {
  if (node.type === 'TemplateLiteral') {
    const pieces = (node.quasis as Node[]).map(({ value }) => (value as { readonly raw: string }).raw);
    const isQuoted = pieces.some(
      (piece, index) =>
        (index < pieces.length - 1 && /["']$/.test(piece)) || (index > 0 && /^["']/.test(piece)),
    );
    return isQuoted && isStatement(pieces.join(' '));
  }
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return false;
  const texts = [node.left, node.right].flatMap((side) =>
    isNode(side) && typeof side.value === 'string' ? [side.value] : [],
  );
  return texts.some((one) => /^["']|["']$/.test(one) && isStatement(one));
}

function isStatement(text: string): boolean {
  return (
    /\b(SELECT|INSERT|DELETE|CREATE|ALTER|DROP|SET|FROM|WHERE|AS)\b/.test(text) ||
    !/[a-z]{2,} [a-z]{2,}/.test(text)
  );
}

function nameOf(id: unknown): string {
  return isNode(id) ? String(id.name) : '';
}

function placeOf({ start }: Node, text: string): string {
  const before = text.slice(0, start).split('\n');
  return `${before.length}: ${text.split('\n')[before.length - 1]?.trim()}`;
}
