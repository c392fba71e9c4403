import { type Columns, readColumns } from '../arrow-columns.ts';
import type { Reference, ResourceHints } from './hints.ts';

/**
 * Lays hints over others. What is undefined leaves the earlier hint; an empty value (`''`, `[]`, `{}`) takes it
 * back. Columns are merged one by one, references by the table they point to; a write disposition is only ever
 * replaced.
 */
export function combineHints(hints: ResourceHints, over: ResourceHints): ResourceHints {
  const combined: Record<string, unknown> = { ...hints };
  for (const [hint, value] of Object.entries(over)) {
    if (value === undefined) continue;
    if (hint.startsWith('x-')) combined[hint] = value;
    else if (hint === 'columns') combined.columns = combineColumns(hints.columns, value);
    else if (hint === 'references') combined.references = combineReferences(hints.references, value);
    else if (!isEmpty(value)) combined[hint] = value;
    else if (hint !== 'writeDisposition') delete combined[hint];
  }
  if (combined.columns === undefined) delete combined.columns;
  return combined as ResourceHints;
}

function isEmpty(value: unknown): boolean {
  if (value === '') return true;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length === 0;
  return Object.getPrototypeOf(value) === Object.prototype && Object.keys(value).length === 0;
}

function combineColumns(columns: unknown, over: unknown): unknown {
  if (typeof over === 'function') return over;
  if (isEmpty(over)) return undefined;
  const known = typeof columns === 'function' || columns === undefined ? {} : (columns as Columns);
  const combined = new Map(Object.entries(known));
  for (const [name, hints] of Object.entries(readColumns(over as Columns)))
    combined.set(name, { ...combined.get(name), ...hints });
  return Object.fromEntries(combined);
}

function combineReferences(references: unknown, over: unknown): unknown {
  if (!Array.isArray(references) || !Array.isArray(over)) return over;
  const isReplaced = ({ referencedTable }: Reference) =>
    over.some((reference: Reference) => reference.referencedTable === referencedTable);
  return [...references.filter((reference) => !isReplaced(reference)), ...over];
}
