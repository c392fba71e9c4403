import type { PlannedTable } from '@sluice/load';
import type { Column } from '@sluice/schema';
import { columnList, type SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { columnsWith, rootKey, rowKey } from './keys.ts';

/**
 * Merges by deleting every row whose key was delivered again and inserting what was delivered. Within the load, one
 * row per primary key survives (the highest or lowest by `dedup_sort`, else any), and if that one is marked as
 * deleted none does. Merge keys alone do not deduplicate. Without keys, rows are only added.
 */
export function deleteInsert(chain: readonly PlannedTable[], sql: SqlContext): Step[] {
  const [root, ...nested] = chain;
  if (!root) return [];
  const staging = chain.map((planned, index) => stagingTable(planned, index + 1, sql));
  const [stagedRoot = '', ...stagedNested] = staging.map((entry) => entry.path);
  const steps =
    nested.length === 0
      ? mergeTable(root, stagedRoot, sql)
      : mergeChain(root, nested, stagedRoot, stagedNested, sql);
  return [...staging.flatMap((entry) => entry.fill), ...steps, ...staging.map((entry) => drop(entry.path))];
}

/** A temporary table of the same columns and types, filled from the part files. */
function stagingTable(
  planned: PlannedTable,
  number: number,
  sql: SqlContext,
): { path: string; fill: Step[] } {
  const path = sql.quote(`_sluice_staged_${number}`);
  const shape = `SELECT ${columnList(planned.columns, sql)} FROM ${sql.table(planned.table.name)} WHERE 1 = 0`;
  const create = { sql: `CREATE TEMPORARY TABLE ${path} AS ${shape}` };
  return { path, fill: planned.jobs.length > 0 ? [create, { ingest: planned, into: path }] : [create] };
}

function drop(path: string): Step {
  return { sql: `DROP TABLE ${path}` };
}

/** A table without nested tables. */
function mergeTable(root: PlannedTable, staged: string, sql: SqlContext): Step[] {
  const path = sql.table(root.table.name);
  const columns = columnList(root.columns, sql);
  const matched = matchesStaged(root, staged, sql);
  const survivors = survivingRows(root, staged, columns, sql);
  return [
    ...(matched && !root.create ? [{ sql: `DELETE FROM ${path} AS d WHERE ${matched}` }] : []),
    { sql: `INSERT INTO ${path} (${columns}) ${survivors}` },
  ];
}

/** A root and its nested tables: the keys of the root rows to delete and to keep are worked out once. */
function mergeChain(
  root: PlannedTable,
  nested: readonly PlannedTable[],
  stagedRoot: string,
  stagedNested: readonly string[],
  sql: SqlContext,
): Step[] {
  const key = sql.quote(rowKey(root.table).name);
  const rootKeys = nested.map((planned) => sql.quote(rootKey(planned.table, root.table).name));
  const rootPath = sql.table(root.table.name);
  const matched = matchesStaged(root, stagedRoot, sql);
  const steps: Step[] = [];

  if (matched && !root.create) {
    const deleted = sql.quote('_sluice_deleted');
    steps.push({
      sql: `CREATE TEMPORARY TABLE ${deleted} AS SELECT d.${key} FROM ${rootPath} AS d WHERE ${matched}`,
    });
    nested.forEach((planned, index) => {
      if (planned.create) return;
      steps.push({
        sql: `DELETE FROM ${sql.table(planned.table.name)} WHERE ${rootKeys[index]} IN (SELECT ${key} FROM ${deleted})`,
      });
    });
    steps.push(
      { sql: `DELETE FROM ${rootPath} WHERE ${key} IN (SELECT ${key} FROM ${deleted})` },
      drop(deleted),
    );
  }

  // Where every staged row stays there is nothing to look up.
  const isFiltered =
    columnsWith(root.table, 'primary_key').length > 0 || columnsWith(root.table, 'hard_delete').length > 0;
  const kept = sql.quote('_sluice_kept');
  const keptOnly = (column: string) => (isFiltered ? ` WHERE ${column} IN (SELECT ${key} FROM ${kept})` : '');
  if (isFiltered)
    steps.push({ sql: `CREATE TEMPORARY TABLE ${kept} AS ${survivingRows(root, stagedRoot, key, sql)}` });
  const rootColumns = columnList(root.columns, sql);
  steps.push({
    sql: `INSERT INTO ${rootPath} (${rootColumns}) SELECT ${rootColumns} FROM ${stagedRoot}${keptOnly(key)}`,
  });
  nested.forEach((planned, index) => {
    if (planned.jobs.length === 0) return;
    const columns = columnList(planned.columns, sql);
    steps.push({
      sql: `INSERT INTO ${sql.table(planned.table.name)} (${columns}) SELECT ${columns} FROM ${stagedNested[index]}${keptOnly(rootKeys[index] ?? '')}`,
    });
  });
  return isFiltered ? [...steps, drop(kept)] : steps;
}

/**
 * The condition on a row `d` of the table that a staged row has its primary key, or its merge key; undefined without
 * keys. Two EXISTS instead of one with OR, which a database could only answer by comparing every pair.
 */
function matchesStaged(root: PlannedTable, staged: string, sql: SqlContext): string | undefined {
  const clauses = (['primary_key', 'merge_key'] as const)
    .map((hint) => columnsWith(root.table, hint))
    .filter((columns) => columns.length > 0)
    .map((columns) => {
      const equal = columns.map(({ name }) => `d.${sql.quote(name)} = s.${sql.quote(name)}`).join(' AND ');
      return `EXISTS (SELECT 1 FROM ${staged} AS s WHERE ${equal})`;
    });
  return clauses.length > 0 ? clauses.join(' OR ') : undefined;
}

/** The staged rows that stay: one per primary key, and then not those that mark a deletion. */
function survivingRows(root: PlannedTable, staged: string, columns: string, sql: SqlContext): string {
  const { table } = root;
  const keys = columnsWith(table, 'primary_key');
  const alive = aliveCondition(columnsWith(table, 'hard_delete')[0], sql);
  if (keys.length === 0 || table['x-stage-data-deduplicated'] === true) {
    return `SELECT ${columns} FROM ${staged}${alive ? ` WHERE ${alive}` : ''}`;
  }
  const [sort] = columnsWith(table, 'dedup_sort');
  const order = sort
    ? `${sql.quote(sort.name)} ${sort.dedup_sort === 'asc' ? 'ASC' : 'DESC'}`
    : '(SELECT NULL)';
  const rank = `ROW_NUMBER() OVER (PARTITION BY ${columnList(keys, sql)} ORDER BY ${order}) AS _sluice_rank`;
  // Ranked before the deleted are left out: a key whose last word is "deleted" must not come back with an older row.
  return `SELECT ${columns} FROM (SELECT *, ${rank} FROM ${staged}) AS ranked WHERE _sluice_rank = 1${alive ? ` AND ${alive}` : ''}`;
}

/** A bool marks a deleted row by true, any other type by being there. */
function aliveCondition(mark: Column | undefined, sql: SqlContext): string | undefined {
  if (!mark) return undefined;
  const name = sql.quote(mark.name);
  return mark.data_type === 'bool' ? `(${name} IS NULL OR ${name} = FALSE)` : `${name} IS NULL`;
}
