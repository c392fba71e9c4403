import type { LoadPlan, PlannedTable } from '@sluice/load';
import type { ChangeStatement } from './change-columns.ts';
import { addConstraints, createDataset, type DatasetStatement, migrateTable } from './ddl.ts';
import type { SqlContext, Statement } from './dialect.ts';
import { fillRootKey } from './fill-root-key.ts';
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
  /**
   * Changes to tables come first: a database may refuse them once rows of the table were touched. Where it does not,
   * new tables get their constraints when their rows are in.
   */
  readonly ddl: readonly (Statement | DatasetStatement | ChangeStatement)[];
  readonly data: readonly ChainSteps[];
  readonly records: readonly Statement[];
}

/** What happens to the rows of one chain of tables. */
export interface ChainSteps {
  /** The top of the chain. */
  readonly root: string;
  readonly steps: readonly Step[];
}

/** The steps of a publish, from its plan. */
export function publishSteps(plan: LoadPlan, sql: SqlContext): PublishSteps {
  const ddl = [
    ...plan.tables.flatMap((planned) => migrateTable(planned, sql)),
    ...plan.tables.flatMap((planned) => fillRootKey(planned, sql)),
  ];
  // Whoever has no right to create schemas can still load into one that is there.
  const isNew = plan.tables.every((planned) => planned.create);
  return {
    ddl: isNew ? [createDataset(sql), ...ddl] : ddl,
    data: chains(plan).map(([root, chain]) => ({
      root,
      steps: [...loadChain(chain, plan.loadId, sql), ...constraintsOf(chain, sql)],
    })),
    records: [...recordLoad(plan, sql), ...constraintsOf(plan.tables.filter(isSystem), sql)],
  };
}

function isSystem({ action }: PlannedTable): boolean {
  return action.disposition === 'system';
}

function constraintsOf(tables: readonly PlannedTable[], sql: SqlContext): Statement[] {
  return tables.filter(({ create }) => create).flatMap((planned) => addConstraints(planned, sql));
}

/** The data tables, grouped by root, each root before its nested tables. */
function chains(plan: LoadPlan): [root: string, chain: PlannedTable[]][] {
  const data = plan.tables.filter((planned) => !isSystem(planned));
  return [...Map.groupBy(data, (planned) => planned.root)];
}

function loadChain(chain: readonly PlannedTable[], loadId: string, sql: SqlContext): Step[] {
  const action = chain[0]?.action;
  switch (action?.disposition) {
    case 'replace':
      return replace(chain, action.strategy, loadId, sql);
    case 'merge':
      return action.strategy === 'scd2' ? scd2(chain, loadId, sql) : mergeBy[action.strategy](chain, sql);
    default:
      return append(chain);
  }
}

const mergeBy = { 'delete-insert': deleteInsert, upsert, 'insert-only': insertOnly, cdc } as const;
