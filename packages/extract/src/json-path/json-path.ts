import { find } from './find.ts';
import { parsePath } from './parse-path.ts';

/** A path into records, ready to be used many times. */
export interface JsonPath {
  /** As it was written. */
  readonly path: string;
  /** The field, where the path is nothing but one; null for all other paths. */
  readonly field: string | null;
  /** Everything it finds, in the order of the document. */
  values(record: unknown): unknown[];
}

/**
 * Reads a JSONPath: fields, `[0]`, `[-1]`, `[1:3]`, `[*]`, `..`, `*`, filters such as `[?(@.id == 2)]`, `` `len` ``.
 * Names with anything but ASCII letters, digits, `_` and `-` stand in quotes. `$` in front is optional.
 * @throws CURSOR_PATH_INVALID
 */
export function jsonPath(path: string): JsonPath {
  const steps = parsePath(path);
  const [first] = steps;
  const isField = steps.length === 1 && first?.kind === 'fields' && first.names.length === 1;
  return {
    path,
    field: isField ? (first.names[0] ?? null) : null,
    values: (record) => find(record, steps),
  };
}
