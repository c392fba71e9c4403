import { matchesPattern, type Naming, type Schema } from '@sluice/schema';

/**
 * Which columns the filters of a schema keep out of the rows of a table: those of the table itself, and those of the
 * tables around it, whose patterns see the column with the way to it (`kids__toys__color`). A column that is excluded
 * stays all the same where an include of the same table fits it.
 *
 * Only documents made or written elsewhere have filters. Null where none is about this table: almost always.
 */
export function excludedColumns(
  schema: Schema,
  naming: Naming,
  table: string,
): ((column: string) => boolean) | null {
  const branch = naming.breakPath(table);
  const rules = branch.flatMap((_, index) => {
    const { excludes, includes } =
      schema.tables.get(naming.makePath(...branch.slice(0, index + 1)))?.filters ?? {};
    return excludes?.length ? { excludes, includes: includes ?? [], way: branch.slice(index + 1) } : [];
  });
  if (rules.length === 0) return null;
  const decided = new Map<string, boolean>();
  return (column) => {
    const known = decided.get(column);
    if (known !== undefined) return known;
    const isExcluded = rules.some(({ excludes, includes, way }) => {
      const path = naming.makePath(...way, column);
      return fits(excludes, path) && !fits(includes, path);
    });
    decided.set(column, isExcluded);
    return isExcluded;
  };
}

function fits(patterns: readonly string[], path: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, path));
}
