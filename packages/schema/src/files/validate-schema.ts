import type { z } from 'zod';
import { entriesOf, fieldsOf, isPlainObject } from '../document/fields.ts';
import { documentShape } from './document-shape.ts';
import { SchemaInvalidError, type SchemaProblem } from './problems.ts';

/**
 * Checks a document that people may have written by hand: that it has no key but the format's (and `x-…`), that
 * values are of the right kind, and that every table is nested in one that exists. What is absent is not missed.
 *
 * @param parsed the document as parsed from JSON or YAML. Objects may be maps.
 * @throws SCHEMA_INVALID (a `SchemaInvalidError`) with everything that is wrong.
 */
export function validateSchema(parsed: unknown): void {
  const problems = problemsOf(parsed);
  if (problems.length > 0) throw new SchemaInvalidError(problems);
}

/** Everything that is wrong with a document. */
export function problemsOf(parsed: unknown): SchemaProblem[] {
  const { error } = documentShape.safeParse(forZod(parsed), { reportInput: false });
  const problems = (error?.issues ?? []).map(toProblem);
  // Where the structure is wrong, nothing can be said about what refers to what.
  return problems.length > 0 ? problems : missingParents(parsed);
}

function missingParents(parsed: unknown): SchemaProblem[] {
  const tables = fieldsOf(fieldsOf(parsed, 'the document').tables ?? {}, 'tables');
  return Object.entries(tables).flatMap(([name, table]) => {
    const { parent } = fieldsOf(table, name);
    if (typeof parent !== 'string' || parent === '' || Object.hasOwn(tables, parent)) return [];
    return [
      {
        path: pathText(['tables', name, 'parent']),
        problem: `names ${JSON.stringify(parent)}, which does not exist`,
      },
    ];
  });
}

// A key that zod passes over, although it is one like any other.
const passedOver = '__proto__';
const standIn = '__proto__\0';

/** The document with plain objects in the place of maps. */
function forZod(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(forZod);
  if (!(value instanceof Map) && !isPlainObject(value)) return value;
  return Object.fromEntries(
    entriesOf(value, '').map(([key, inner]) => [key === passedOver ? standIn : key, forZod(inner)]),
  );
}

function toProblem(issue: z.core.$ZodIssue): SchemaProblem {
  const { path, message } = issue;
  const problem = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? message) : message;
  return { path: pathText(path.map((part) => (part === standIn ? passedOver : part))), problem };
}

/** `tables.users.columns["first name"].references[0]` */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      const name = String(part);
      if (!/^[\p{L}\p{N}_-]+$/u.test(name)) return `[${JSON.stringify(name)}]`;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}
