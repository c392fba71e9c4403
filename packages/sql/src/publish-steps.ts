import type { LoadPlan, PlannedTable } from '@sluice/load';
import { createDataset, migrateTable } from './ddl.ts';
import type { SqlContext, Statement } from './dialect.ts';
import type { Step } from './step.ts';
import { append } from './strategies/append.ts';
import { cdc } from './strategies/cdc.ts';
import { deleteInsert } from './strategies/delete-insert.ts';
import { insertOnly } from './strategies/insert-only.ts';
import { replace } from './strategies/replace.ts';
import { scd2 } from './strategies/scd2.ts';
import { upsert } from './strategies/upsert.ts';
import { recordLoad } from './system-tables.ts';

/** Everything a publish runs, in order. Pure: a plan can be shown before anything is written. */
export interface PublishSteps {
  /** All changes to tables come first: a database may refuse them once rows of the table were touched. */
  readonly ddl: readonly Statement[];
  readonly data: readonly Step[];
  readonly records: readonly Statement[];
}

export function publishSteps(plan: LoadPlan, sql: SqlContext): PublishSteps {
  const ddl = plan.tables.flatMap((planned) => migrateTable(planned, sql));
  // Whoever has no right to create schemas can still load into one that is there.
  const isNew = plan.tables.every((planned) => planned.create);
  return {
    ddl: isNew ? [createDataset(sql), ...ddl] : ddl,
    data: chains(plan).flatMap((chain) => loadChain(chain, plan.loadId, sql)),
    records: recordLoad(plan, sql),
  };
}

/** The data tables, grouped by root, each root before its nested tables. */
function chains(plan: LoadPlan): PlannedTable[][] {
  const data = plan.tables.filter((planned) => planned.action.disposition !== 'system');
  return [...Map.groupBy(data, (planned) => planned.root).values()];
}

function loadChain(chain: readonly PlannedTable[], loadId: string, sql: SqlContext): Step[] {
  const action = chain[0]?.action;
  switch (action?.disposition) {
    case 'replace':
      return replace(chain, action.strategy, sql);
    case 'merge':
      return action.strategy === 'scd2' ? scd2(chain, loadId, sql) : mergeBy[action.strategy](chain, sql);
    default:
      return append(chain);
  }
}

const mergeBy = { 'delete-insert': deleteInsert, upsert, 'insert-only': insertOnly, cdc } as const;
