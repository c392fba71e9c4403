import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'oxc-parser';
import { isNode, type Node } from '../imports/syntax.ts';

/** The exports of an entry file that no doc comment explains: `path: name`, one each. Follows `export … from './…'`. */
export function undocumented(entry: string): string[] {
  const { program, documented } = parse(entry);
  return statementsOf(program).flatMap((statement) => {
    const source = isNode(statement.source) ? String(statement.source.value) : undefined;
    if (statement.type === 'ExportAllDeclaration' && source !== undefined)
      return undocumented(posix.join(posix.dirname(entry), source));
    if (statement.type !== 'ExportNamedDeclaration') return [];
    if (source === undefined)
      return ownNames(statement).flatMap((name) => (documented(statement) ? [] : `${entry}: ${name}`));
    const path = posix.join(posix.dirname(entry), source);
    const names = (statement.specifiers as Node[]).map(({ local }) => nameOf(local));
    return undocumentedIn(path, names);
  });
}

function undocumentedIn(path: string, names: readonly string[]): string[] {
  const { program, documented } = parse(path);
  const explained = statementsOf(program).flatMap((statement) =>
    documented(statement) ? ownNames(statement) : [],
  );
  return names.filter((name) => !explained.includes(name)).map((name) => `${path}: ${name}`);
}

function parse(path: string) {
  const text = readFileSync(path, 'utf8');
  const parsed = parseSync(path, text);
  const docs = parsed.comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'));
  return {
    program: parsed.program as unknown as Node,
    documented: ({ start }: Node): boolean =>
      docs.some(({ end }) => end <= start && text.slice(end, start).trim() === ''),
  };
}

function statementsOf(program: Node): Node[] {
  return (program.body as unknown[]).filter(isNode);
}

/** The names that an export declares itself. Overloads count once, by the first. */
function ownNames({ type, declaration }: Node): string[] {
  if (type !== 'ExportNamedDeclaration' || !isNode(declaration)) return [];
  if (declaration.type !== 'VariableDeclaration') return [nameOf(declaration.id)];
  return (declaration.declarations as Node[]).map(({ id }) => nameOf(id));
}

function nameOf(identifier: unknown): string {
  return isNode(identifier) ? String(identifier.name) : '';
}
