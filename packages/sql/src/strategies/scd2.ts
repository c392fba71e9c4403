import { loadTime, type PlannedTable } from '@sluice/load';
import {
  type CompleteColumn,
  formatTimestamp,
  normalizeTimestamp,
  parseIso,
  SluiceError,
  Timestamp,
} from '@sluice/schema';
import { columnList, type SqlContext } from '../dialect.ts';
import type { Step } from '../step.ts';
import { hasStaged, withinScope } from './delete-rows.ts';
import { insertMissing } from './insert-missing.ts';
import { type StagedChain, withStaged } from './staged.ts';

/**
 * Keeps every version of a row with the time it was valid. Rows whose content was not delivered again are retired, as
 * far as their merge key was delivered or they are in the scope the user gave; content that is new begins to be valid.
 * Nested rows belong to one version, by its content hash, and are only ever added.
 */
export function scd2(chain: readonly PlannedTable[], loadId: string, sql: SqlContext): Step[] {
  return withStaged(chain, sql, (staged) => {
    const history = historyOf(staged.root.planned, loadId);
    return [
      ...(staged.root.planned.create ? [] : [retire(staged, history, sql)]),
      insertVersions(staged, history, sql),
      // Equal content delivered twice is two rows with one id: what is nested in them is there once.
      ...insertMissing(staged.nested, staged.root.planned.table, sql),
    ];
  });
}

interface History {
  readonly from: CompleteColumn;
  readonly to: CompleteColumn;
  readonly version: CompleteColumn;
  /** When versions of this load begin and retired ones end, as ISO 8601. */
  readonly boundary: string;
  /** What stands in `to` while a version is valid; null for no value. */
  readonly active: string | null;
}

function historyOf(planned: PlannedTable, loadId: string): History {
  const to = annotated(planned, 'x-valid-to');
  return {
    from: annotated(planned, 'x-valid-from'),
    to,
    version: annotated(planned, 'x-row-version'),
    boundary: instantText(planned.table['x-boundary-timestamp']) ?? loadTime(loadId),
    active: instantText(to['x-active-record-timestamp']),
  };
}

function annotated({ table, columns }: PlannedTable, annotation: `x-${string}`): CompleteColumn {
  const column = columns.find((column) => Boolean(column[annotation]));
  if (column) return column;
  throw new SluiceError('MERGE_KEY_MISSING', `The table has no column with the annotation ${annotation}`, {
    place: { table: table.name },
    remedy: "Declare the write disposition as { disposition: 'merge', strategy: 'scd2' }, which adds it",
  });
}

/** A point in time as a parameter of the column's type. */
function instant(column: CompleteColumn, position: number, { table }: PlannedTable, sql: SqlContext): string {
  return `CAST(${sql.parameter(position)} AS ${sql.dialect.columnType(column, table)})`;
}

/** Ends the validity of what was not delivered again. */
function retire({ root }: StagedChain, { to, version, boundary, active }: History, sql: SqlContext): Step {
  const { planned, rows } = root;
  const path = sql.table(planned.table.name);
  const end = sql.quote(to.name);
  const conditions = [
    active === null ? `${end} IS NULL` : `${end} = ${instant(to, 2, planned, sql)}`,
    `NOT ${hasStaged(planned, rows, [version], sql)}`,
    ...withinScope(root, sql),
  ];
  return {
    sql: `UPDATE ${path} SET ${end} = ${instant(to, 1, planned, sql)} WHERE ${conditions.join(' AND ')}`,
    params: active === null ? [boundary] : [boundary, active],
  };
}

/** Adds the content that is not valid already. */
function insertVersions(
  { root }: StagedChain,
  { from, to, version, boundary, active }: History,
  sql: SqlContext,
): Step {
  const { planned, rows } = root;
  const path = sql.table(planned.table.name);
  const data = planned.columns.filter((column) => column !== from && column !== to);
  const names = columnList([...data, from, to], sql);
  const values = data.map(({ name }) => `s.${sql.quote(name)}`).join(', ');
  const isActive =
    active === null
      ? `d.${sql.quote(to.name)} IS NULL`
      : `d.${sql.quote(to.name)} = ${instant(to, 2, planned, sql)}`;
  const isThere = `EXISTS (SELECT 1 FROM ${path} AS d WHERE ${isActive} AND d.${sql.quote(version.name)} = s.${sql.quote(version.name)})`;
  const end = active === null ? 'NULL' : instant(to, 2, planned, sql);
  return {
    sql: `INSERT INTO ${path} (${names}) SELECT ${values}, ${instant(from, 1, planned, sql)}, ${end} FROM ${rows} AS s${planned.create ? '' : ` WHERE NOT ${isThere}`}`,
    params: active === null ? [boundary] : [boundary, active],
  };
}

/** An annotation that holds a point in time, in UTC; null where it holds none. */
function instantText(annotation: unknown): string | null {
  const time = typeof annotation === 'string' ? parseIso(annotation) : null;
  return time instanceof Timestamp ? formatTimestamp(normalizeTimestamp(time, true)) : null;
}
