import globals from 'globals';
import type { ParsedFile } from './read-imports.ts';
import { lineOf } from './read-imports.ts';
import { children, isNode, type Node } from './syntax.ts';

/** A name that only some JavaScript runtimes provide. */
export interface HostGlobal {
  name: string;
  line: number;
}

/**
 * The names that a file uses as values without declaring them and that the language itself does not define:
 * `Buffer`, `process`, `setTimeout`, `TextEncoder`, …; also as `globalThis.process`. `globalThis.crypto` is left
 * out: unlike a bare `crypto`, it is undefined rather than an error where the runtime has none.
 */
export function hostGlobals({ program, text }: ParsedFile): HostGlobal[] {
  const declared = new Set<string>();
  collectDeclared(program, declared);
  const found: HostGlobal[] = [];
  for (const { name, start } of valuesIn(program)) {
    if (name in globals.builtin || declared.has(name) || always.has(name)) continue;
    found.push({ name, line: lineOf(text, start) });
  }
  return found;
}

const always = new Set(['undefined', 'NaN', 'Infinity', 'arguments', 'this', 'globalThis.crypto']);

interface Mention {
  name: string;
  start: number;
}

/** Fields that hold types, labels or names of properties: nothing that is looked up as a value. */
const notValues: Readonly<Record<string, readonly string[]>> = {
  ImportDeclaration: ['specifiers'],
  LabeledStatement: ['label'],
  BreakStatement: ['label'],
  ContinueStatement: ['label'],
  MetaProperty: ['meta', 'property'],
};
const types = [
  'typeAnnotation',
  'typeParameters',
  'typeArguments',
  'returnType',
  'superTypeArguments',
  'implements',
];
const wrappers = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSInstantiationExpression',
  'TSTypeAssertion',
  'TSParameterProperty',
]);

function* valuesIn(node: Node): Generator<Mention> {
  if (node.type === 'Identifier') {
    yield { name: String(node.name), start: node.start };
    return;
  }
  if (node.type.startsWith('TS') && !wrappers.has(node.type)) return;
  if (node.type === 'ExportNamedDeclaration' && node.source) return;
  const global = memberOfGlobalThis(node);
  if (global) {
    yield global;
    return;
  }
  const except = [...types, ...(notValues[node.type] ?? [])];
  if (node.type === 'ExportSpecifier') except.push('exported');
  if (node.computed === false) except.push(node.type === 'MemberExpression' ? 'property' : 'key');
  for (const child of children(node, except)) yield* valuesIn(child);
}

/** `globalThis.x` or `globalThis['x']`, through casts; what the language defines counts as plain `x`. */
function memberOfGlobalThis(node: Node): Mention | undefined {
  if (node.type !== 'MemberExpression' || !isNode(node.property)) return undefined;
  let object = node.object;
  while (isNode(object) && (wrappers.has(object.type) || object.type === 'ParenthesizedExpression')) {
    object = object.expression;
  }
  if (!isNode(object) || object.name !== 'globalThis') return undefined;
  const name = node.computed ? node.property.value : node.property.name;
  if (typeof name !== 'string') return undefined;
  return { name: name in globals.builtin ? name : `globalThis.${name}`, start: node.start };
}

/** Every name that the file declares anywhere. Which scope a name belongs to is for the compiler to say. */
function collectDeclared(node: Node, into: Set<string>): void {
  for (const pattern of declaredBy(node)) collectPattern(pattern, into);
  for (const child of children(node)) collectDeclared(child, into);
}

function declaredBy(node: Node): unknown[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return [node.id];
    case 'CatchClause':
      return [node.param];
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
      return [node.local];
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return [node.id, ...(node.params as unknown[])];
    case 'ClassDeclaration':
    case 'ClassExpression':
      return [node.id];
    default:
      return [];
  }
}

function collectPattern(pattern: unknown, into: Set<string>): void {
  if (!isNode(pattern)) return;
  if (pattern.type === 'Identifier') {
    into.add(String(pattern.name));
    return;
  }
  // Destructuring: a default value is no declaration, and neither is the name of a property.
  const except = ['right', 'key', 'typeAnnotation', 'decorators'];
  for (const child of children(pattern, except)) collectPattern(child, into);
}
