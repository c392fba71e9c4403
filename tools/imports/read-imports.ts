import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { children, isNode, type Node } from './syntax.ts';

/** One import of a file: `import`, `export … from`, `import()`, `import('…').Type` or `import x = require()`. */
interface Import {
  from: string;
  line: number;
}

export interface ParsedFile {
  /** Relative to the root. */
  path: string;
  text: string;
  program: Node;
  imports: Import[];
}

export function parseFile(root: string, path: string): ParsedFile {
  const text = readFileSync(join(root, path), 'utf8');
  const parsed = parseSync(path, text);
  const [error] = parsed.errors;
  if (error) throw new Error(`${path}: ${error.message}`);
  const program = parsed.program as unknown as Node;
  return { path, text, program, imports: [...importsIn(program, text)] };
}

export function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

const sourceField: Readonly<Record<string, string>> = {
  ImportDeclaration: 'source',
  ExportNamedDeclaration: 'source',
  ExportAllDeclaration: 'source',
  ImportExpression: 'source',
  TSImportType: 'source',
  TSExternalModuleReference: 'expression',
};

function* importsIn(node: Node, text: string): Generator<Import> {
  const field = sourceField[node.type];
  const source = field === undefined ? undefined : node[field];
  if (isNode(source) && typeof source.value === 'string') {
    yield { from: source.value, line: lineOf(text, source.start) };
  }
  for (const child of children(node)) yield* importsIn(child, text);
}
