import type { PlannedTable } from '@sluice/load';
import { columnList, type SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { columnsWith, rootKey, rowKey } from './keys.ts';
import { survivors } from './survivors.ts';

/**
 * Merges by deleting every row whose key was delivered again and inserting what was delivered, less duplicates and
 * deletions. Merge keys alone do not deduplicate. Without keys, rows are only added.
 */
export function deleteInsert(chain: readonly PlannedTable[], sql: SqlContext): Step[] {
  const [root, ...nested] = chain;
  if (!root || root.jobs.length === 0) return [];
  const staged = [root, ...nested]
    .filter((planned) => planned.jobs.length > 0)
    .map((planned, index) => ({ expose: planned, as: `_sluice_staged_${index + 1}` }));
  return [
    ...staged,
    ...(nested.length === 0
      ? mergeTable(root, '_sluice_staged_1', sql)
      : mergeChain(root, nested, staged, sql)),
    ...staged.map(({ as }) => ({ hide: as })),
  ];
}

/** A table without nested tables. */
function mergeTable(root: PlannedTable, as: string, sql: SqlContext): Step[] {
  const path = sql.table(root.table.name);
  const columns = columnList(root.columns, sql);
  const staged = sql.quote(as);
  const matched = matchesStaged(root, staged, sql);
  return [
    ...(matched ? [{ sql: `DELETE FROM ${path} AS d WHERE ${matched}` }] : []),
    { sql: `INSERT INTO ${path} (${columns}) ${survivors(root.table, staged, columns, sql)}` },
  ];
}

/** A root and its nested tables: the keys of the root rows to delete and to keep are worked out once. */
function mergeChain(
  root: PlannedTable,
  nested: readonly PlannedTable[],
  staged: readonly { readonly expose: PlannedTable; readonly as: string }[],
  sql: SqlContext,
): Step[] {
  const key = sql.quote(rowKey(root.table).name);
  const rootKeys = new Map(
    nested.map(({ table }) => [table.name, sql.quote(rootKey(table, root.table).name)]),
  );
  const stagedRoot = sql.quote('_sluice_staged_1');
  const kept = sql.quote('_sluice_kept');
  // Where every staged row stays there is nothing to look up.
  const isFiltered = (['primary_key', 'hard_delete'] as const).some(
    (hint) => columnsWith(root.table, hint).length > 0,
  );
  const inserts = staged.map(({ expose: { table, columns }, as }) => {
    const names = columnList(columns, sql);
    const only = isFiltered
      ? ` WHERE ${rootKeys.get(table.name) ?? key} IN (SELECT ${key} FROM ${kept})`
      : '';
    return {
      sql: `INSERT INTO ${sql.table(table.name)} (${names}) SELECT ${names} FROM ${sql.quote(as)}${only}`,
    };
  });
  const keptRows = `CREATE TEMPORARY TABLE ${kept} AS ${survivors(root.table, stagedRoot, key, sql)}`;
  return [
    ...deleteMatched(root, nested, rootKeys, stagedRoot, sql),
    ...(isFiltered ? [{ sql: keptRows }, ...inserts, drop(kept)] : inserts),
  ];
}

function deleteMatched(
  root: PlannedTable,
  nested: readonly PlannedTable[],
  rootKeys: ReadonlyMap<string, string>,
  stagedRoot: string,
  sql: SqlContext,
): Step[] {
  const matched = matchesStaged(root, stagedRoot, sql);
  if (!matched) return [];
  const key = sql.quote(rowKey(root.table).name);
  const deleted = sql.quote('_sluice_deleted');
  const path = sql.table(root.table.name);
  const deleteRows = (table: string, column: string | undefined) => ({
    sql: `DELETE FROM ${table} WHERE ${column} IN (SELECT ${key} FROM ${deleted})`,
  });
  return [
    { sql: `CREATE TEMPORARY TABLE ${deleted} AS SELECT d.${key} FROM ${path} AS d WHERE ${matched}` },
    ...nested
      .filter((planned) => !planned.create)
      .map(({ table }) => deleteRows(sql.table(table.name), rootKeys.get(table.name))),
    deleteRows(path, key),
    drop(deleted),
  ];
}

function drop(path: string): Step {
  return { sql: `DROP TABLE ${path}` };
}

/**
 * The condition on a row `d` of the table that a staged row has its primary key, or its merge key; undefined where
 * none can: without keys, or in a table that is new. Two EXISTS instead of one with OR, which a database could only
 * answer by comparing every pair.
 */
function matchesStaged(root: PlannedTable, staged: string, sql: SqlContext): string | undefined {
  if (root.create) return undefined;
  const clauses = (['primary_key', 'merge_key'] as const)
    .map((hint) => columnsWith(root.table, hint))
    .filter((columns) => columns.length > 0)
    .map((columns) => {
      const equal = columns.map(({ name }) => `d.${sql.quote(name)} = s.${sql.quote(name)}`).join(' AND ');
      return `EXISTS (SELECT 1 FROM ${staged} AS s WHERE ${equal})`;
    });
  return clauses.length > 0 ? clauses.join(' OR ') : undefined;
}
