import { applyContract, type Column, isComplete, resolveContract, type Table } from '@sluice/schema';
import type { Normalization } from '../normalization.ts';
import type { ColumnDefinitions } from './candidate-columns.ts';

/**
 * Holds the columns of some Arrow data against the contract of their table. Whether a field accepts null is no part of
 * its type: libraries tell that from the data at hand.
 *
 * @throws SCHEMA_CONTRACT_VIOLATED
 */
export function holdAgainstContract(
  run: Normalization,
  current: Table,
  candidates: ColumnDefinitions,
  hints: ColumnDefinitions,
): ReturnType<typeof applyContract> {
  const writer = run.writers.get(current.name);
  const judged = [...candidates].map(([name, candidate]): [string, Column] => {
    const known = current.columns.get(name);
    if (!known || !isComplete(known) || hints.get(name)?.nullable !== undefined) return [name, candidate];
    const { nullable: _, ...others } = candidate;
    return [name, others];
  });
  const contract = resolveContract(run.schema, current.name);
  return applyContract(run.schema, contract, { ...current, columns: new Map(judged) }, ({ name }) => ({
    row: (writer ? writer.totalRows + writer.rowsLeftOut : 0) + 1,
    rowOf: 'table',
    valueType: candidates.get(name)?.data_type ?? null,
    value: undefined,
    item: undefined,
  }));
}
