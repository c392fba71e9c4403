import type { Condition, Step } from './step.ts';

/** Everything a path finds in a value, in the order of the document. Own keys only. */
export function find(value: unknown, steps: readonly Step[]): unknown[] {
  let found: unknown[] = [value];
  for (const step of steps) found = found.flatMap((here) => take(here, step));
  return found;
}

function take(here: unknown, step: Step): readonly unknown[] {
  switch (step.kind) {
    case 'root':
      return [here];
    case 'fields':
      return step.names.flatMap((name) => field(here, name));
    case 'all':
      return children(here);
    case 'elements':
      return Array.isArray(here) ? here : here === null || here === undefined ? [] : [here];
    case 'indexes':
      return step.indexes.flatMap((index) => element(here, index));
    case 'slice':
      return Array.isArray(here) ? slice(here, step.from, step.to, step.by ?? 1) : [];
    case 'deep':
      return [...take(here, step.step), ...children(here).flatMap((child) => take(child, step))];
    case 'filter':
      return children(here).filter((child) => step.conditions.every((condition) => fits(child, condition)));
    case 'length':
      return lengthOf(here);
  }
}

function field(here: unknown, name: string): readonly unknown[] {
  if (here instanceof Map) return here.has(name) ? [here.get(name)] : [];
  if (typeof here !== 'object' || here === null || Array.isArray(here)) return [];
  const value = Object.hasOwn(here, name) ? (here as Readonly<Record<string, unknown>>)[name] : undefined;
  return value === undefined ? [] : [value];
}

function children(here: unknown): readonly unknown[] {
  if (Array.isArray(here)) return here;
  if (here instanceof Map) return [...here.values()];
  if (typeof here !== 'object' || here === null) return [];
  const prototype = Object.getPrototypeOf(here);
  return prototype === Object.prototype || prototype === null ? Object.values(here) : [];
}

function element(here: unknown, index: number): readonly unknown[] {
  if (!Array.isArray(here)) return [];
  const at = index < 0 ? here.length + index : index;
  return at >= 0 && at < here.length ? [here[at]] : [];
}

function slice(
  list: readonly unknown[],
  from: number | undefined,
  to: number | undefined,
  by: number,
): unknown[] {
  if (by < 1) return [];
  return list.slice(from, to).filter((_, index) => index % by === 0);
}

function fits(value: unknown, { steps, compare }: Condition): boolean {
  const found = find(value, steps);
  if (!compare) return found.length > 0;
  return found.some((left) => compares(left, compare.by, compare.with));
}

function compares(left: unknown, by: string, right: string | number | boolean | null): boolean {
  if (by === '==') return left === right;
  if (by === '!=') return left !== right;
  if (by === '=~') return typeof left === 'string' && new RegExp(String(right), 'u').test(left);
  if (left === null || right === null || typeof left !== typeof right) return false;
  const [a, b] = [left as number, right as number];
  if (by === '<') return a < b;
  if (by === '<=') return a <= b;
  return by === '>' ? a > b : a >= b;
}

function lengthOf(here: unknown): readonly unknown[] {
  if (typeof here === 'string' || Array.isArray(here)) return [here.length];
  if (here instanceof Map) return [here.size];
  return typeof here === 'object' && here !== null ? [Object.keys(here).length] : [];
}
