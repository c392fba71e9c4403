import type { LoadPlan, PlannedState, PlannedTable, QueryParameter } from '@sluice/load';
import type { SqlContext, Statement } from './dialect.ts';

const versionTable = '_dlt_version';
const loadsTable = '_dlt_loads';
const stateTable = '_dlt_pipeline_state';

/** The rows a publish adds to the system tables: they make the load known, and go in last. */
export function recordLoad(plan: LoadPlan, sql: SqlContext): Statement[] {
  const { schema, state, insertedAt, loadId } = plan;
  const version = {
    version: schema.version,
    engine_version: schema.engineVersion,
    inserted_at: insertedAt,
    schema_name: schema.name,
    version_hash: schema.hash,
    schema: schema.document,
  };
  const load = {
    load_id: loadId,
    schema_name: schema.name,
    status: 0,
    inserted_at: insertedAt,
    schema_version_hash: schema.hash,
  };
  return [
    // A schema that was stored before keeps its row: there is one per content.
    insertRow(planned(plan, versionTable), version, sql, 'version_hash'),
    ...(state ? [insertRow(planned(plan, stateTable), stateRow(plan, state), sql)] : []),
    insertRow(planned(plan, loadsTable), load, sql),
  ];
}

function stateRow(plan: LoadPlan, state: PlannedState): Record<string, QueryParameter> {
  return {
    version: state.version,
    engine_version: state.engineVersion,
    pipeline_name: plan.pipeline,
    state: state.state,
    created_at: state.createdAt,
    version_hash: state.hash,
    _dlt_load_id: plan.loadId,
    _dlt_id: state.rowId,
  };
}

function planned(plan: LoadPlan, name: string): PlannedTable {
  const table = plan.tables.find((entry) => entry.table.name.toLowerCase() === name);
  if (!table) throw new Error(`The schema of load ${plan.loadId} has no table ${name}`);
  return table;
}

/** Inserts one row; with `unlessPresent`, only where no row has its value in that column. */
function insertRow(
  target: PlannedTable,
  row: Record<string, QueryParameter>,
  sql: SqlContext,
  unlessPresent?: string,
): Statement {
  const path = sql.table(target.table.name);
  const values = new Map(Object.entries(row));
  const columns = target.columns.filter((column) => values.has(column.name.toLowerCase()));
  // Casts, because drivers disagree about what a text or a number is.
  const placeholders = columns.map(
    (column, index) => `CAST(${sql.parameter(index + 1)} AS ${sql.dialect.columnType(column, target.table)})`,
  );
  const guard = columns.findIndex((column) => column.name.toLowerCase() === unlessPresent);
  const only =
    guard < 0
      ? ''
      : ` WHERE NOT EXISTS (SELECT 1 FROM ${path} WHERE ${sql.quote(columns[guard]?.name ?? '')} = ${placeholders[guard]})`;
  return {
    sql: `INSERT INTO ${path} (${columns.map(({ name }) => sql.quote(name)).join(', ')}) SELECT ${placeholders.join(', ')}${only}`,
    params: columns.map((column) => values.get(column.name.toLowerCase()) ?? null),
  };
}

export function selectLoad(loadId: string, sql: SqlContext): Statement {
  const { quote } = sql;
  return {
    sql: `SELECT * FROM ${sql.table(loadsTable)} WHERE ${quote('load_id')} = ${sql.parameter(1)} AND ${quote('status')} = 0`,
    params: [loadId],
  };
}

/** The state of the newest committed load. All columns, because old writers had fewer. */
export function selectState(pipeline: string, sql: SqlContext): Statement {
  const { quote } = sql;
  const state = sql.table(stateTable);
  const loads = sql.table(loadsTable);
  return {
    sql: `SELECT s.* FROM ${state} s JOIN ${loads} l ON l.${quote('load_id')} = s.${quote('_dlt_load_id')} WHERE s.${quote('pipeline_name')} = ${sql.parameter(1)} AND l.${quote('status')} = 0 ORDER BY l.${quote('load_id')} DESC LIMIT 1`,
    params: [pipeline],
  };
}

/**
 * A stored schema. By name it is the one the newest load used, newest by when it was recorded: load ids tell when a
 * load was extracted, and the newest row of the table is another one after a schema returned to an earlier content.
 */
export function selectSchema(
  by: { readonly name: string } | { readonly hash: string },
  sql: SqlContext,
): Statement {
  const { quote } = sql;
  const [column, value] = 'hash' in by ? ['version_hash', by.hash] : ['schema_name', by.name];
  const isUsed = `l.${quote('schema_version_hash')} = v.${quote('version_hash')} AND l.${quote('schema_name')} = v.${quote('schema_name')} AND l.${quote('status')} = 0`;
  return {
    sql: `SELECT v.*, l.${quote('inserted_at')} AS loaded_at FROM ${sql.table(versionTable)} v LEFT JOIN ${sql.table(loadsTable)} l ON ${isUsed} WHERE v.${quote(column)} = ${sql.parameter(1)} ORDER BY l.${quote('inserted_at')} DESC NULLS LAST, v.${quote('inserted_at')} DESC LIMIT 1`,
    params: [value],
  };
}
