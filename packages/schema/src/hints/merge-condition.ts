import { SluiceError } from '../errors.ts';

/**
 * A condition of a merge (`source_filter`, `destination_scope`) as SQL: `{table}` and the like stand for names,
 * `{{` and `}}` for braces.
 *
 * @param names placeholder → the SQL it stands for
 * @throws MERGE_CONDITION_INVALID for a placeholder there is none of, and a brace that stands alone
 */
export function fillMergeCondition(condition: string, names: Readonly<Record<string, string>>): string {
  return condition.replace(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (part, name: string | undefined) => {
    if (part === '{{') return '{';
    if (part === '}}') return '}';
    const sql = name !== undefined && Object.hasOwn(names, name) ? names[name] : undefined;
    if (sql !== undefined) return sql;
    const known = Object.keys(names).map((key) => `{${key}}`);
    throw new SluiceError(
      'MERGE_CONDITION_INVALID',
      `A merge condition holds ${part}, which stands for nothing`,
      {
        remedy: `Use ${[...known, '{{ and }} for braces'].join(', ')}`,
      },
    );
  });
}
