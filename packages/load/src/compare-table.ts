import type { CompleteColumn } from '@sluice/schema';
import {
  type ColumnType,
  describeType,
  holds,
  isLawfulWidening,
  mayRound,
  typeOfColumn,
} from './column-type.ts';
import type { Capabilities, ColumnChange, PhysicalColumn, PlannedTable } from './contract.ts';
import { type DeliveredValues, valuesOf } from './delivered-values.ts';
import { type DraftTable, isScd2 } from './draft-table.ts';
import { foldName } from './fold-name.ts';
import type { Misfit } from './refuse-misfits.ts';
import type { StrategyChoice } from './table-action.ts';

/** What has to be done to a real table before a load, and what nothing can be done about. */
export interface Comparison extends Pick<PlannedTable, 'addColumns' | 'hasUnkeyedRows'> {
  readonly changeColumns: readonly ColumnChange[];
  readonly misfits: readonly Misfit[];
}

/**
 * Holds a planned table against the real one. Everything that is in the way is found, not only the first of it: a
 * database would convert some values silently (0.7 becomes 1 in a column of integers) and refuse others when the rows
 * of other tables are in.
 */
export function compareTable(
  draft: DraftTable,
  existing: readonly PhysicalColumn[],
  capabilities: Capabilities,
  { adopt = false, widen = false }: StrategyChoice,
): Comparison {
  const { table, columns } = draft;
  const rules = capabilities.identifiers;
  if (existing.some(({ isView }) => isView))
    return { addColumns: [], changeColumns: [], misfits: [{ kind: 'view', table: table.name }] };
  // Where case counts, a name as the destination has it is compared to the letter.
  const there = new Map(
    existing.map((real) => [rules.caseSensitive ? real.name : foldName(real.name, rules), real]),
  );
  const known = columns.flatMap((column) => {
    const real = there.get(foldName(column.name, rules));
    return real ? [{ column, real }] : [];
  });
  const missing = columns.filter((column) => !there.has(foldName(column.name, rules)));
  const names = new Set(columns.map(({ name }) => foldName(name, rules)));
  const foreign = [...there].filter(([name]) => !names.has(name)).map(([, real]) => real);
  // A new table takes the place of the old one: of that, nothing counts but what would be lost with it.
  if (isExchanged(draft)) {
    const misfits = foreign.map(({ name }): Misfit => ({ kind: 'dropped', table: table.name, column: name }));
    return { addColumns: [], changeColumns: [], misfits };
  }
  const compared = known.map((pair) => compareColumn(draft, pair, capabilities, widen));
  const isAdopted = adopt && !isScd2(draft);
  const refused = capabilities.addsNotNullColumns || isAdopted ? [] : missing.filter(isRequired);
  return {
    addColumns: missing.map((column) =>
      isRequired(column) && !capabilities.addsNotNullColumns ? { ...column, nullable: true } : column,
    ),
    changeColumns: compared.flatMap(({ change }) => change ?? []),
    ...(mayLackRowKeys(known, missing) && { hasUnkeyedRows: true }),
    misfits: [
      ...refused.map((column): Misfit => missingColumn(draft, column)),
      ...compared.flatMap(({ misfits }) => misfits),
      ...foreign.flatMap((real) => foreignColumn(draft, real)),
    ],
  };
}

interface Pair {
  readonly column: CompleteColumn;
  readonly real: PhysicalColumn;
}

function isRequired({ nullable }: CompleteColumn): boolean {
  return nullable === false;
}

function missingColumn(draft: DraftTable, column: CompleteColumn): Misfit {
  const { name: table } = draft.table;
  const reason = isScd2(draft) ? 'no-versions' : column.root_key ? 'root-key' : 'required';
  return { kind: 'missing', table, column: column.name, reason, type: column.data_type };
}

/** A column that both have: whether it takes what the load brings for it, and whether it may be changed so that it does. */
function compareColumn(
  draft: DraftTable,
  { column, real }: Pair,
  { types }: Capabilities,
  widen: boolean,
): { readonly change?: ColumnChange; readonly misfits: readonly Misfit[] } {
  const place = { table: draft.table.name, column: column.name };
  const values: DeliveredValues = valuesOf(draft, column.name, real.hasDefault === true);
  if (real.isGenerated && values !== 'default') return { misfits: [{ kind: 'generated', ...place }] };
  const ours = typeOfColumn(column, types);
  const theirs = typeOfReal(real);
  const isNarrow = values !== 'nulls' && values !== 'default' && theirs !== null && !holds(theirs, ours);
  const isClosed = !real.nullable && (values === 'nulls' || values === 'with nulls');
  if (!isNarrow && !isClosed) return { misfits: [] };
  const isLawful = theirs === null || !isNarrow || isLawfulWidening(theirs, ours);
  if (widen && isLawful)
    return {
      change: {
        column,
        from: { name: real.name, type: real.type },
        retypes: isNarrow,
        mustBeExact: isNarrow && theirs !== null && mayRound(theirs, ours),
        dropsNotNull: isClosed,
      },
      misfits: [],
    };
  const closed: Misfit = { kind: 'not-null', ...place, helpsWiden: !widen };
  const type = describeType(ours);
  const narrow: Misfit = { kind: 'narrow', ...place, real: real.type, type, helpsWiden: !widen && isLawful };
  return { misfits: [...(isNarrow ? [narrow] : []), ...(isClosed && !widen ? [closed] : [])] };
}

/** Null where nobody knows what the column takes: the destination will say. */
function typeOfReal({ dataType, precision, scale, timezone }: PhysicalColumn): ColumnType | null {
  if (!dataType) return null;
  return {
    dataType,
    ...(precision !== undefined && { precision }),
    ...(scale !== undefined && { scale }),
    ...(timezone !== undefined && { timezone }),
  };
}

function isExchanged({ action }: DraftTable): boolean {
  return action.disposition === 'replace' && action.strategy === 'staging-optimized';
}

/** A column that the schema does not know. */
function foreignColumn({ table, jobs }: DraftTable, real: PhysicalColumn): Misfit[] {
  const isFilled = real.nullable || real.hasDefault === true || real.isGenerated === true;
  return isFilled || jobs.length === 0 ? [] : [{ kind: 'unfilled', table: table.name, column: real.name }];
}

/** Whether rows that are there may have no key that says what is nested in them: somebody else wrote them. */
function mayLackRowKeys(known: readonly Pair[], missing: readonly CompleteColumn[]): boolean {
  const isKey = ({ row_key }: CompleteColumn) => row_key === true;
  return missing.some(isKey) || known.some(({ column, real }) => isKey(column) && real.nullable);
}
